using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Events;

/// <summary>Events in the database. Every change also appends to the event's board <see cref="Board"/>. Thread-safe.</summary>
public sealed class EventStore(Db db, IChangeFeed feed, IClock clock, IEnumerable<IEventCompanion> companions)
{
    /// <summary>Board of the event's own state; payload <c>{"state": "live", "version": 3}</c>.</summary>
    public const string Board = "event";

    /// <param name="idOrSlug">As it stands in a URL.</param>
    public async Task<LiveEvent?> FindAsync(string idOrSlug, CancellationToken ct)
    {
        if (idOrSlug.Length is 0 or > 100) return null;
        var row = await db.FirstAsync<EventRow>($"SELECT {EventRow.Columns} FROM events WHERE id = upper(@idOrSlug) OR slug = @idOrSlug", new { idOrSlug }, ct);
        return row?.ToEvent();
    }

    public Task<LiveEvent?> FindAsync(EventId id, CancellationToken ct) => FindAsync(id.Value, ct);

    /// <summary>All events by start, drafts too: filter by <see cref="LiveEvent.State"/> for the public.</summary>
    public async Task<IReadOnlyList<LiveEvent>> ListAsync(CancellationToken ct)
    {
        var rows = await db.QueryAsync<EventRow>($"SELECT {EventRow.Columns} FROM events ORDER BY instant, id", null, ct);
        return [.. rows.Select(row => row.ToEvent())];
    }

    /// <summary>What a calendar may hold: known to the public once, and not over or off for long.</summary>
    /// <param name="since">What began before is left out, and what was called off before.</param>
    /// <param name="most">Those nearest to now.</param>
    /// <param name="email">Only those that an invite of this address holds for; null for all.</param>
    public async Task<IReadOnlyList<LiveEvent>> ListPublicAsync(Instant since, int most, string? email, CancellationToken ct)
    {
        var invited = email is null ? "" : "AND id IN (SELECT event FROM invites WHERE lower(email) = lower(@email) AND revoked_at IS NULL)";
        var rows = await db.QueryAsync<EventRow>(
            $"""
            SELECT {EventRow.Columns} FROM events
            WHERE instant >= @since AND published_at IS NOT NULL AND (state <> 'cancelled' OR revised_at >= @since) {invited}
            ORDER BY abs(julianday(instant) - julianday(@now)) LIMIT @most
            """,
            new { since, now = clock.GetCurrentInstant(), most, email },
            ct);
        return [.. rows.Select(row => row.ToEvent()).OrderBy(e => e.Start.At).ThenBy(e => e.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Stores a new event; its slug gets a number if another event has it.</summary>
    public Task<LiveEvent> AddAsync(LiveEvent planned, CancellationToken ct) => db.TransactionAsync(tx => AddAsync(tx, planned), ct);

    /// <summary>The same within an open transaction: several events at once, or none.</summary>
    public async Task<LiveEvent> AddAsync(DbWriter tx, LiveEvent planned)
    {
        var added = CalendarRevision.First(planned with { Slug = await FreeSlugAsync(tx, planned.Slug), Version = 1 });
        await tx.ExecuteAsync(
            $"INSERT INTO events ({EventRow.Columns}) VALUES (@Id, @Slug, @Title, @Description, @State, @Stage, @Local, @Zone, @Resolve, @Instant, @UtcOffset, @Tzdb, @Duration, @Languages, @Offices, @Version, @CreatedAt, @UpdatedAt, @Revision, @RevisedAt, @PublishedAt, @MovedFrom, @Minors)",
            EventRow.Of(added));
        await AppendAsync(tx, added, "planned");
        foreach (var companion in companions) await companion.StoreAsync(tx, null, added, "planned");
        return added;
    }

    /// <summary>Reads, changes and stores one event in one transaction.</summary>
    /// <param name="change">Answers null to leave the event as it is.</param>
    /// <returns>The event before, and after if it was changed; null when there is no such event.</returns>
    public Task<(LiveEvent Before, LiveEvent? After)?> ChangeAsync(EventId id, string kind, Func<LiveEvent, LiveEvent?> change, CancellationToken ct) =>
        db.TransactionAsync(tx => ChangeAsync(tx, id, kind, change), ct);

    /// <summary>The same within an open transaction.</summary>
    public async Task<(LiveEvent Before, LiveEvent? After)?> ChangeAsync(DbWriter tx, EventId id, string kind, Func<LiveEvent, LiveEvent?> change)
    {
        var row = await tx.FirstAsync<EventRow>($"SELECT {EventRow.Columns} FROM events WHERE id = @id", new { id });
        if (row?.ToEvent() is not { } before) return null;
        if (change(before) is not { } changed) return (before, null);

        var after = CalendarRevision.Next(before, changed.MovedAfter(before) with { Version = before.Version + 1, UpdatedAt = clock.GetCurrentInstant() });
        await tx.ExecuteAsync(
            """
            UPDATE events SET title = @Title, description = @Description, state = @State, stage = @Stage, local = @Local, zone = @Zone, resolve = @Resolve,
                instant = @Instant, utc_offset = @UtcOffset, tzdb = @Tzdb, duration = @Duration, languages = @Languages, offices = @Offices,
                version = @Version, updated_at = @UpdatedAt, revision = @Revision, revised_at = @RevisedAt, published_at = @PublishedAt, moved_from = @MovedFrom, minors = @Minors
            WHERE id = @Id
            """,
            EventRow.Of(after));
        await AppendAsync(tx, after, kind);
        foreach (var companion in companions) await companion.StoreAsync(tx, before, after, kind);
        return (before, after);
    }

    /// <summary>Raises the calendar's revision alone, as RFC 5546 §3.2.5 wants it when somebody is no longer invited.</summary>
    public static Task ReviseAsync(DbWriter tx, EventId id, Instant now) =>
        tx.ExecuteAsync("UPDATE events SET revision = revision + 1, revised_at = @now WHERE id = @id", new { id, now });

    private Task<long> AppendAsync(DbWriter tx, LiveEvent e, string kind) =>
        feed.AppendAsync(tx, e.Id, Board, kind, JsonSerializer.Serialize(new { state = e.State.ToString().ToLowerInvariant(), version = e.Version }));

    private static async Task<string> FreeSlugAsync(DbWriter tx, string wanted)
    {
        for (var number = 1; ; number++)
        {
            var slug = number == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
            if (await tx.FirstAsync<int>("SELECT count(*) FROM events WHERE slug = @slug", new { slug }) == 0) return slug;
        }
    }
}
