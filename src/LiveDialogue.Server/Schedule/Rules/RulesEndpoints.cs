using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary><c>/api/v1/zone-rules</c>: a newer TZDB, what it does to events, and the organiser's decisions. For hosts of everything.</summary>
internal static class RulesEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/api/v1/zone-rules").WithTags("Schedule").RequireAuthorization(Policies.Host);
        rules.MapGet("/", async (ZoneRules zones, EventStore events, IClock clock, HttpContext http, CancellationToken ct) => TypedResults.Ok(await ViewAsync(zones, events, clock, http, ct)));
        rules.MapPut("/pending", KeepAsync).WithSummary("Takes a newer TZDB (NodaTime's nzd) and says what it would move; nothing changes yet.").WithMetadata(new BodyLimit(RuleFile.MaxBytes));
        rules.MapDelete("/pending", Drop);
        rules.MapPost("/accept", AcceptAsync).WithSummary("Puts the pending rules in force with a decision for each event that they move.");
    }

    private static async Task<RulesView> ViewAsync(ZoneRules zones, EventStore events, IClock clock, HttpContext http, CancellationToken ct)
    {
        var pending = zones.Pending;
        var moved = MovedEvent.Among(await events.ListAsync(ct), zones.InForce.Zones, (pending ?? zones.InForce).Zones, clock.GetCurrentInstant());
        var texts = ScheduleEndpoints.Texts(http);
        return new(zones.InForce.Version, pending?.Version, [.. moved.Select(m => MovedEventView.Of(m, texts))]);
    }

    private static async Task<Results<Ok<RulesView>, ProblemHttpResult>> KeepAsync(ZoneRules zones, EventStore events, Db db, IClock clock, HttpContext http, CancellationToken ct)
    {
        var bytes = await ReadAsync(http.Request.Body, ct);
        if (bytes is null) return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"At most {RuleFile.MaxBytes} bytes.");
        var (rules, refusal) = RuleFile.TryRead(bytes);
        refusal ??= rules!.WhyNotAfter(zones.InForce);   // one or the other
        refusal ??= await MissingZoneAsync(rules!, events, db, ct);
        if (refusal is not null) return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not a newer TZDB", refusal);
        zones.KeepPending(bytes);
        return TypedResults.Ok(await ViewAsync(zones, events, clock, http, ct));
    }

    private static NoContent Drop(ZoneRules zones)
    {
        zones.DropPending();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RulesView>, ProblemHttpResult>> AcceptAsync(
        AcceptRulesRequest request, ZoneRules zones, EventStore events, IEnumerable<IStartMoved> told, Db db, IClock clock, ILogger<ZoneRules> log, HttpContext http, CancellationToken ct)
    {
        var (pending, old) = (zones.Pending, zones.InForce.Zones);
        var newer = pending ?? zones.InForce;
        var moved = MovedEvent.Among(await events.ListAsync(ct), old, newer.Zones, clock.GetCurrentInstant());
        var decided = new List<(MovedEvent Moved, ScheduledStart? Start)>();
        foreach (var m in moved)
        {
            var decision = request.Decisions?.GetValueOrDefault(m.Event.Id.Value);
            var start = decision is "wall-clock" or "instant" ? m.Decide(decision, request.Resolve?.GetValueOrDefault(m.Event.Id.Value), newer.Zones) : null;
            if (m.NeedsDecision && start is null) return await UndecidedAsync(m);
            decided.Add((m, m.NeedsDecision ? start : null));
        }

        await db.TransactionAsync(
            async tx =>
            {
                foreach (var (m, start) in decided)
                {
                    var after = m.Event;
                    if (start is not null && await events.ChangeAsync(tx, m.Event.Id, ZoneRules.ChangeKind, now => now.Start == m.Event.Start ? now with { Start = start } : null) is { After: { } changed }) after = changed;
                    foreach (var listener in told) await listener.TellAsync(tx, m.Event, old, after, newer.Zones);
                }
            },
            ct);
        if (pending is not null) zones.Accept(pending);
        Log.RulesInForce(log, zones.InForce.Version, decided.Count(d => d.Start is not null));
        return TypedResults.Ok(await ViewAsync(zones, events, clock, http, ct));

        async Task<ProblemHttpResult> UndecidedAsync(MovedEvent m) => Problems.Of(
            StatusCodes.Status409Conflict, "A decision is missing", "Keep the wall clock or the instant of each event that needs a decision.", ("event", m.Event.Id.Value), ("events", (await ViewAsync(zones, events, clock, http, ct)).Events));
    }

    // A name or two may be gone from a newer TZDB, but none that somebody is planned in.
    private static async Task<string?> MissingZoneAsync(RuleFile rules, EventStore events, Db db, CancellationToken ct)
    {
        var used = (await events.ListAsync(ct)).SelectMany(e => e.Offices.Select(o => o.Zone).Append(e.Start.Meant.ZoneId))
            .Concat(await db.QueryAsync<string>("SELECT DISTINCT zone FROM invites UNION SELECT plan ->> '$.zone' FROM offices", null, ct));
        return used.FirstOrDefault(id => rules.Zones.GetZoneOrNull(id) is null) is { } missing ? $"The file lacks the zone {missing}, which is in use." : null;
    }

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, ct) is var read && read > 0)
        {
            if (bytes.Length + read > RuleFile.MaxBytes) return null;
            await bytes.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        return bytes.ToArray();
    }
}
