using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Safety;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Ledger;

/// <summary>The public ledger, and figures and exports for those who moderate; all at any time, while live too.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api/v1/events/{event}").WithTags("Questions");
        events.MapGet("/ledger", LedgerAsync).RequireAuthorization(Policies.Audience).RequireLimit(Limits.Vote).WithSummary("What became of the questions, in numbers.").Produces<LedgerView>();
        events.MapGet("/figures", FiguresAsync).RequireAuthorization(Policies.Moderator).Produces<FiguresView>();
        events.MapGet("/export.csv", CsvAsync).RequireAuthorization(Policies.Moderator);
        events.MapGet("/export.json", JsonAsync).RequireAuthorization(Policies.Moderator).Produces<ExportView>();
    }

    private static async Task<IResult> LedgerAsync(string @event, HttpContext http, EventStore events, QuestionStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live || (live.PublishedAt is null && !http.Caller().ModeratesAt(live.Id))) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok(QuestionLedger.Of(await store.ListAsync(live.Id, ct)));
    }

    private static async Task<IResult> FiguresAsync(string @event, HttpContext http, EventStore events, QuestionStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        var codes = new Dictionary<string, string?>(StringComparer.Ordinal);
        return TypedResults.Ok(DialogueFigures.Of(await store.ListAsync(live.Id, ct), CodeOf));

        string? CodeOf(string? place)
        {
            if (place is null) return null;
            if (!codes.TryGetValue(place, out var code)) codes[place] = code = AskerPlace.CodeOf(place);
            return code;
        }
    }

    private static async Task<IResult> CsvAsync(string @event, HttpContext http, EventStore events, QuestionStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        var csv = QuestionExport.Csv(QuestionExport.Rows(live, await store.ListAsync(live.Id, ct)));
        return TypedResults.File(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8; header=present", $"{live.Slug}-questions.csv");
    }

    private static async Task<IResult> JsonAsync(string @event, HttpContext http, EventStore events, QuestionStore store, IClock clock, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{live.Slug}-questions.json\"";
        return TypedResults.Ok(new ExportView(live.Id.Value, live.Title, InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant()), QuestionExport.Rows(live, await store.ListAsync(live.Id, ct))));
    }
}
