using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>A newer TZDB on its way into force: taken, weighed against the events, decided on. Thread-safe.</summary>
internal sealed class NewerRules(ZoneRules zones, EventStore events, IEnumerable<IStartMoved> told, Db db, IClock clock, ILogger<ZoneRules> log) : IDisposable
{
    /// <summary>Beside those of events.</summary>
    internal const string ZonesInUse =
        """
        SELECT zone FROM invites UNION SELECT plan ->> '$.zone' FROM offices
        UNION SELECT speaker.value ->> '$.zone' FROM run_of_shows, json_each(segments) AS segment, json_each(segment.value, '$.speakers') AS speaker
        """;

    /// <summary>One hand at a time: what is decided on is what comes into force, once.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Future events that the waiting rules touch, or else those in force.</summary>
    public async Task<IReadOnlyList<MovedEvent>> MovedAsync(CancellationToken ct) =>
        MovedEvent.Among(await events.ListAsync(ct), zones.InForce.Zones, (zones.Pending ?? zones.InForce).Zones, clock.GetCurrentInstant());

    /// <summary>Takes a file, which then waits for decisions.</summary>
    /// <returns>Why it isn't taken, for the operator; null when it is.</returns>
    public Task<string?> KeepAsync(byte[] file, CancellationToken ct) => InTurnAsync(
        async () =>
        {
            var (rules, refusal) = RuleFile.TryRead(file);
            refusal ??= rules!.WhyNotAfter(zones.InForce);   // one or the other
            refusal ??= await MissingZoneAsync(rules!, ct);
            if (refusal is null) zones.KeepPending(rules!);
            return refusal;
        },
        ct);

    /// <summary>
    /// Once, before anybody is answered: rules that came with a new build take their place where no event needs a decision; where one does they wait.
    /// Those that lack a zone in use are left out, whatever build they came with.
    /// </summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (!zones.CameWithTheProgram || zones.Pending is not { } rules) return;
        if (await MissingZoneAsync(rules, ct) is { } refusal)
        {
            Log.RulesNotLoaded(log, zones.InForce.Version, refusal);
            await DropAsync(ct);
        }
        else if (await AcceptAsync(decisions: null, resolve: null, ct) is { } undecided)
        {
            Log.RulesWait(log, rules.Version, zones.InForce.Version, undecided.Event.Id);
        }
    }

    /// <summary>Forgets the rules that wait.</summary>
    public Task DropAsync(CancellationToken ct) => InTurnAsync(
        () =>
        {
            zones.DropPending();
            return Task.FromResult(true);
        },
        ct);

    /// <summary>Puts the waiting rules in force with a decision for each event that they move, all in one transaction.</summary>
    /// <param name="decisions">By event id: <c>wall-clock</c> or <c>instant</c>.</param>
    /// <param name="resolve">By event id, where the wall clock is now skipped or doubled.</param>
    /// <returns>The first event whose decision is missing, and nothing changed; null when they are in force.</returns>
    public Task<MovedEvent?> AcceptAsync(IReadOnlyDictionary<string, string?>? decisions, IReadOnlyDictionary<string, string?>? resolve, CancellationToken ct) =>
        InTurnAsync(() => AcceptInTurnAsync(decisions, resolve, ct), ct);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<MovedEvent?> AcceptInTurnAsync(IReadOnlyDictionary<string, string?>? decisions, IReadOnlyDictionary<string, string?>? resolve, CancellationToken ct)
    {
        var (pending, old) = (zones.Pending, zones.InForce.Zones);
        var newer = (pending ?? zones.InForce).Zones;
        var decided = new List<(MovedEvent Moved, ScheduledStart? Start)>();
        foreach (var m in MovedEvent.Among(await events.ListAsync(ct), old, newer, clock.GetCurrentInstant()))
        {
            var decision = decisions?.GetValueOrDefault(m.Event.Id.Value);
            var start = decision is "wall-clock" or "instant" ? m.Decide(decision, resolve?.GetValueOrDefault(m.Event.Id.Value), newer) : null;
            if (m.NeedsDecision && start is null) return m;
            decided.Add((m, m.NeedsDecision ? start : null));
        }

        await db.TransactionAsync(
            async tx =>
            {
                foreach (var (m, start) in decided)
                {
                    var after = m.Event;
                    if (start is not null)
                    {
                        // Changed by somebody since it was read: it has a time of its own now, told when it was given.
                        if (await events.ChangeAsync(tx, m.Event.Id, ZoneRules.ChangeKind, now => now.Start == m.Event.Start ? now with { Start = start } : null) is not { After: { } changed }) continue;
                        after = changed;
                    }
                    foreach (var listener in told) await listener.TellAsync(tx, m.Event, old, after, newer);
                }
            },
            ct);
        if (pending is not null) zones.Accept(pending);
        Log.RulesInForce(log, zones.InForce.Version, decided.Count(d => d.Start is not null));
        return null;
    }

    public void Dispose() => _turn.Dispose();

    /// <returns>Null when there is more than <see cref="RuleFile.MaxBytes"/>.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken ct)
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

    // A name or two may be gone from a newer TZDB, but none that somebody is planned in.
    private async Task<string?> MissingZoneAsync(RuleFile rules, CancellationToken ct)
    {
        var used = (await events.ListAsync(ct)).SelectMany(e => e.Offices.Select(o => o.Zone).Append(e.Start.Meant.ZoneId))
            .Concat(await db.QueryAsync<string>(ZonesInUse, null, ct));
        return used.FirstOrDefault(id => rules.Zones.GetZoneOrNull(id) is null) is { } missing ? $"The file lacks the zone {missing}, which is in use." : null;
    }
}
