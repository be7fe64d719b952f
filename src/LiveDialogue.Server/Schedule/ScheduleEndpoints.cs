using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Invitations;
using LiveDialogue.Server.Schedule.Offices;
using LiveDialogue.Server.Schedule.Places;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Schedule.Rules;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Schedule.Series;
using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Server.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule;

/// <summary>The slice's table of contents.</summary>
internal static class ScheduleEndpoints
{
    public static void AddSchedule(this IServiceCollection services)
    {
        services.AddSingleton<ZoneRules>();
        services.AddSingleton<NewerRules>();
        services.AddSingleton<IDateTimeZoneProvider>(s => s.GetRequiredService<ZoneRules>());
        services.AddSingleton<OfficeStore>();
        services.AddSingleton<SlotsRequestReader>();
        services.AddSingleton<SeriesStore>();
        services.AddSingleton<ChangeSeries>();
        services.AddSingleton<IEventCompanion, SeriesRows>();
        services.AddSingleton<RunOfShowStore>();
        services.AddSingleton<IBoardReader, RunOfShowBoard>();
        services.AddSingleton<IEventCompanion, ReminderRows>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<MailStore>();
        services.AddSingleton<InvitationMails>();
        services.AddSingleton<IEventCompanion>(s => s.GetRequiredService<InvitationMails>());
        services.AddSingleton<IInviteCompanion>(s => s.GetRequiredService<InvitationMails>());
        services.AddSingleton<InvitationStates>();
        services.AddSingleton<InvitationAgain>();
        services.AddSingleton<IStartMoved, ChangedTimes>();
        services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsRules>();
        services.AddHostedService<RulesAtStart>();
        services.AddHostedService<ReminderSender>();
    }

    /// <summary>Sixty offices described in full, with a year's days off each.</summary>
    private const long MaxQuestion = 1024 * 1024;

    public static void MapSchedule(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ZoneRules>();   // in force before the first page is drawn
        routes.MapOffices();
        routes.MapSeries();
        routes.MapRunOfShow();
        routes.MapRules();
        routes.MapPost("/api/v1/events/{event}/invites/{id}/send", SendInvitation.HandleAsync).WithTags("Invites").RequireAuthorization(Policies.Host)
            .WithSummary("Sends the invitation again; at most every ten minutes.");
        routes.MapPlaces();
        var schedule = routes.MapGroup("/api/v1/schedule").WithTags("Schedule").RequireAuthorization(Policies.Host).WithMetadata(new BodyLimit(MaxQuestion));
        schedule.MapPost("/slots", SlotsAsync).WithSummary("The best slots for some offices, each explained.");
        schedule.MapPost("/hours", HoursAsync).WithSummary("The best times of day, each with its dates and what it costs whom.");
        schedule.MapPost("/burden", BurdenAsync).WithSummary("Who has the night over a series.");
        schedule.MapPost("/rotation", RotationAsync).WithSummary("One slot for each period, so that the nights go round.");
        schedule.MapPost("/day", DayAsync).WithSummary("One day against every office, as a table.");
    }

    /// <summary>The reader's language, of what is said in words.</summary>
    public static Wording Texts(HttpContext http)
    {
        var language = Language.Choose(http.Request.Headers.AcceptLanguage);
        http.Response.Headers.ContentLanguage = language.Code;
        return Wording.For(language).In(Digits.Of(language, http.Request.Headers.AcceptLanguage, http.Request.Cookies["ld_digits"]));
    }

    private static async Task<Results<Ok<SlotAnswerView>, ProblemHttpResult>> SlotsAsync(SlotsRequest request, SlotsRequestReader reader, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        var (question, zone, refusal) = await reader.ReadAsync(request, ct);
        if (question is null || zone is null) return refusal!;   // one or the other
        var texts = Texts(http);
        var grid = SlotGrid.Of(question, zones);
        var answer = SlotSearch.Best(grid, request.Limit ?? 10);
        return TypedResults.Ok(new SlotAnswerView(
            texts["schedule.score"], SlotVerdictView.Of(answer.Verdict, question.Offices.Count, texts), [.. answer.Slots.Select(slot => PlannedSlotView.Of(slot, grid, zone, zones, texts))]));
    }

    private static async Task<Results<Ok<BestHoursView>, ProblemHttpResult>> HoursAsync(SlotsRequest request, SlotsRequestReader reader, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        var (question, zone, refusal) = await reader.ReadAsync(request, ct);
        if (question is null || zone is null) return refusal!;
        var texts = Texts(http);
        var grid = SlotGrid.Of(question, zones);
        var (verdict, hours) = BestHours.Of(grid, zone, zones, request.Limit ?? 5);
        var place = request.Place is { Length: > 0 and <= 100 } own ? own : Zones.City(zone.Id);
        return TypedResults.Ok(new BestHoursView(
            texts["schedule.score"], SlotVerdictView.Of(verdict, question.Offices.Count, texts), [.. hours.Select(h => BestHourView.Of(h, grid, zone, place, zones, texts))]));
    }

    private static async Task<Results<Ok<BurdenView>, ProblemHttpResult>> BurdenAsync(SlotsRequest request, SlotsRequestReader reader, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        var (question, _, refusal) = await reader.ReadAsync(request, ct);
        if (question is null) return refusal!;
        var starts = (request.Starts ?? []).Take(Burden.MaxStarts + 1).Select(SlotsRequestReader.ReadInstant).ToList();
        if (starts.Count is 0 or > Burden.MaxStarts || starts.Contains(null))
            return Problems.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["starts"] = [$"1 to {Burden.MaxStarts} instants between 1900 and 2100: 2027-03-16T13:00:00Z."] });
        return TypedResults.Ok(BurdenView.From(Burden.Of(question, [.. starts.OfType<Instant>()], zones), starts.Count, Texts(http)));
    }

    private static async Task<Results<Ok<SlotAnswerView>, ProblemHttpResult>> RotationAsync(SlotsRequest request, SlotsRequestReader reader, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        var (question, zone, refusal) = await reader.ReadAsync(request, ct);
        if (question is null || zone is null) return refusal!;
        if ((request.Period ?? 7) > question.Days) return Problems.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["period"] = ["Not more than the days asked for."] });
        var texts = Texts(http);
        var grid = SlotGrid.Of(question, zones);
        var slots = SlotSearch.Rotate(grid, request.Period ?? 7, request.Concession ?? 0);
        return TypedResults.Ok(new SlotAnswerView(texts["schedule.score"], Verdict: null, [.. slots.Select(slot => PlannedSlotView.Of(slot, grid, zone, zones, texts))]));
    }

    private static async Task<Results<Ok<DayGridView>, ProblemHttpResult>> DayAsync(SlotsRequest request, SlotsRequestReader reader, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        var (question, zone, refusal) = await reader.ReadAsync(request, ct);
        return question is null || zone is null ? refusal! : TypedResults.Ok(DayGridView.Of(question, request.Minute ?? 0, zone, zones, Texts(http)));
    }
}
