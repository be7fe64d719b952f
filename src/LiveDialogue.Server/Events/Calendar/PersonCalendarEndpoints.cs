using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Events.Calendar;

public sealed record PersonCalendarRequest(string? Email);

/// <param name="Url">To subscribe to.</param>
public sealed record PersonCalendarView(string Url);

/// <summary><c>/api/v1/person-calendars</c>: for hosts of everything, since a person's calendar spans events.</summary>
internal static class PersonCalendarEndpoints
{
    public static void MapPersonCalendars(this IEndpointRouteBuilder routes)
    {
        var calendars = routes.MapGroup("/api/v1/person-calendars").WithTags("Calendars").RequireAuthorization(Policies.Host);
        calendars.MapPost("/", GiveAsync).WithSummary("The secret link to the calendar of somebody who is invited, to be handed to that person.");
        calendars.MapPost("/withdraw", WithdrawAsync).WithSummary("Ends the link; the next one is another.");
    }

    private static ProblemHttpResult NobodyInvited => Problems.Of(StatusCodes.Status404NotFound, "Nobody of this address", "No invite that holds has this address, or it has no link.");

    private static async Task<Results<Ok<PersonCalendarView>, ProblemHttpResult>> GiveAsync(
        PersonCalendarRequest request, InviteStore invites, PersonCalendars calendars, Links links, HttpContext http, CancellationToken ct)
    {
        if (request.Email is not { Length: > 0 and <= 254 } email || (await invites.ListByEmailAsync(email, ct)).Count == 0) return NobodyInvited;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PersonCalendarView(links.To(PersonCalendars.Path(await calendars.TokenAsync(email, ct)))));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(PersonCalendarRequest request, PersonCalendars calendars, CancellationToken ct) =>
        request.Email is { Length: > 0 and <= 254 } email && await calendars.WithdrawAsync(email, ct) ? TypedResults.NoContent() : NobodyInvited;
}
