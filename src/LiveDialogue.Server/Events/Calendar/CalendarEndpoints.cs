using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Reminders;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Calendar files: of one event, and to subscribe to: all public events, or one person's.</summary>
internal static class CalendarEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];   // some calendars look before they fetch

    public static void MapCalendars(this IEndpointRouteBuilder routes)
    {
        ForAll(routes.MapMethods("/e/{event}/calendar.ics", Reading, EventAsync));
        ForAll(routes.MapMethods("/calendar.ics", Reading, OrganisationAsync));
        ForAll(routes.MapMethods("/join/{token}/calendar.ics", Reading, InviteAsync));
        ForAll(routes.MapMethods("/calendars/{token}.ics", Reading, PersonAsync));
        routes.MapDelete("/calendars/{token}.ics", WithdrawAsync).WithTags("Calendars").WithSummary("Whoever holds the link can end it.")
            .RequireAuthorization(Policies.Audience).RequireLimit(Limits.Calendar);

        static void ForAll(RouteHandlerBuilder calendar) => calendar.WithTags("Calendars").RequireAuthorization(Policies.Audience).RequireLimit(Limits.Calendar);
    }

    private static ProblemHttpResult NoSuchLink => Problems.Of(StatusCodes.Status404NotFound, "No such link", "The link isn't one of ours, or was withdrawn.");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> EventAsync(string @event, EventStore store, CalendarDesk desk, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(@event, ct) is not { } found || !found.IsVisibleTo(http.Caller())) return Problems.NoSuchEvent;
        return desk.File(found, http);
    }

    private static async Task<FileContentHttpResult> OrganisationAsync(CalendarDesk desk, HttpContext http, CancellationToken ct) => await desk.OrganisationAsync(http, ct);

    /// <summary>Of this invite alone: whoever made the invite holds its token, and may have no business with the person's other events.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> InviteAsync(
        string token, EventStore store, InviteStore invites, CalendarDesk desk, IOptions<MailOptions> mail, HttpContext http, CancellationToken ct)
    {
        if (await invites.FindByTokenAsync(token, ct) is not { } invite || await store.FindAsync(invite.Event, ct) is not { } found) return NoSuchLink;
        return desk.Feed([found], $"{mail.Value.FromName} – {invite.Name}", http);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PersonAsync(
        string token, PersonCalendars calendars, InviteStore invites, CalendarDesk desk, IOptions<MailOptions> mail, HttpContext http, CancellationToken ct)
    {
        if (await calendars.FindAsync(token, ct) is not { } email) return NoSuchLink;
        var own = await invites.ListByEmailAsync(email, ct);
        var name = own.Count == 0 ? mail.Value.FromName : $"{mail.Value.FromName} – {own[^1].Name}";
        return await desk.PersonAsync(email, name, http, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(string token, PersonCalendars calendars, CancellationToken ct) =>
        await calendars.FindAsync(token, ct) is { } email && await calendars.WithdrawAsync(email, ct) ? TypedResults.NoContent() : NoSuchLink;
}
