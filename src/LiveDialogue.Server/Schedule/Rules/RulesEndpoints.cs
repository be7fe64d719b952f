using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary><c>/api/v1/zone-rules</c>: a newer TZDB, what it does to events, and the organiser's decisions. For hosts of everything.</summary>
internal static class RulesEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/api/v1/zone-rules").WithTags("Schedule").RequireAuthorization(Policies.Host);
        rules.MapGet("/", async (ZoneRules zones, NewerRules newer, HttpContext http, CancellationToken ct) => TypedResults.Ok(await ViewAsync(zones, newer, http, ct)));
        rules.MapPut("/pending", KeepAsync).WithSummary("Takes a newer TZDB (NodaTime's nzd) and says what it would move; nothing changes yet.").WithMetadata(new BodyLimit(RuleFile.MaxBytes));
        rules.MapDelete("/pending", DropAsync);
        rules.MapPost("/accept", AcceptAsync).WithSummary("Puts the pending rules in force with a decision for each event that they move.");
    }

    private static async Task<RulesView> ViewAsync(ZoneRules zones, NewerRules newer, HttpContext http, CancellationToken ct)
    {
        var texts = ScheduleEndpoints.Texts(http);
        var (pending, moved) = (zones.Pending, await newer.MovedAsync(ct));
        return new(zones.InForce.Version, pending?.Version, [.. moved.Select(m => MovedEventView.Of(m, texts))]);
    }

    private static async Task<Results<Ok<RulesView>, ProblemHttpResult>> KeepAsync(ZoneRules zones, NewerRules newer, HttpContext http, CancellationToken ct)
    {
        if (await NewerRules.ReadAsync(http.Request.Body, ct) is not { } file) return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"At most {RuleFile.MaxBytes} bytes.");
        if (await newer.KeepAsync(file, ct) is { } refusal) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not a newer TZDB", refusal);
        return TypedResults.Ok(await ViewAsync(zones, newer, http, ct));
    }

    private static async Task<NoContent> DropAsync(NewerRules newer, CancellationToken ct)
    {
        await newer.DropAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RulesView>, ProblemHttpResult>> AcceptAsync(AcceptRulesRequest request, ZoneRules zones, NewerRules newer, HttpContext http, CancellationToken ct)
    {
        var undecided = await newer.AcceptAsync(request.Decisions, request.Resolve, ct);
        var view = await ViewAsync(zones, newer, http, ct);
        return undecided is null
            ? TypedResults.Ok(view)
            : Problems.Of(
                StatusCodes.Status409Conflict, "A decision is missing", "Keep the wall clock or the instant of each event that needs a decision.", ("event", undecided.Event.Id.Value), ("events", view.Events));
    }
}
