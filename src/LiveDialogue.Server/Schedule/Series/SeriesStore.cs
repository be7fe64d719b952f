using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>Series in the database. The occurrences are events: stored and changed by <see cref="EventStore"/>, all in one transaction. Thread-safe.</summary>
internal sealed class SeriesStore(Db db, EventStore events, IClock clock)
{
    public Task<StoredSeries> AddAsync(IReadOnlyList<LiveEvent> planned, SeriesRequest rule, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var (id, now, title) = (Ulid.New(clock), clock.GetCurrentInstant(), planned[0].Title);
            await tx.ExecuteAsync(
                "INSERT INTO series (id, title, rule, version, created_at, updated_at) VALUES (@id, @title, @rule, 1, @now, @now)",
                new { id, title, rule = JsonSerializer.Serialize(rule, Json.Options), now });
            var occurrences = new List<Occurrence>();
            foreach (var e in planned)
            {
                var added = await events.AddAsync(tx, e with { Slug = Slugs.For($"{e.Title} {e.Start.Meant.Local:uuuu-MM-dd}", e.Id) });
                occurrences.Add(new(occurrences.Count + 1, added, Edited: false));
                await tx.ExecuteAsync("INSERT INTO series_events (series, number, event) VALUES (@id, @Count, @Id)", new { id, occurrences.Count, added.Id });
            }
            return new StoredSeries(id, title, 1, occurrences);
        },
        ct);

    public async Task<StoredSeries?> FindAsync(string id, CancellationToken ct)
    {
        var row = await db.ReadAsync(
            async reader =>
            {
                var (title, version) = await reader.FirstAsync<(string, long)>("SELECT title, version FROM series WHERE id = @id", new { id });
                var links = title is null ? [] : await reader.QueryAsync<Link>("SELECT number, event, edited FROM series_events WHERE series = @id ORDER BY number", new { id });
                return (Title: title, Version: version, Links: links);
            },
            ct);
        if (row.Title is null) return null;
        var all = (await events.ListAsync(ct)).ToDictionary(e => e.Id);
        return new(id, row.Title, row.Version, [.. row.Links.Select(link => new Occurrence(link.Number, all[link.Event], link.Edited != 0))]);
    }

    public async Task<IReadOnlyList<(string Id, string Title, int Count)>> ListAsync(CancellationToken ct) => await db.QueryAsync<(string, string, int)>(
        "SELECT s.id, s.title, count(e.number) FROM series s LEFT JOIN series_events e ON e.series = s.id GROUP BY s.id ORDER BY s.id DESC", null, ct);

    /// <summary>Of each event that belongs to a series: which, and as what number of how many.</summary>
    public async Task<IReadOnlyDictionary<EventId, SeriesLink>> LinksAsync(CancellationToken ct)
    {
        var rows = await db.QueryAsync<(string Series, string Title, int Number, int Count, string Event)>(
            "SELECT e.series, s.title, e.number, (SELECT count(*) FROM series_events a WHERE a.series = e.series), e.event FROM series_events e JOIN series s ON s.id = e.series", null, ct);
        return rows.ToDictionary(row => new EventId(row.Event), row => new SeriesLink(row.Series, row.Title, row.Number, row.Count));
    }

    /// <summary>Changes some occurrences, or none: the first refusal undoes all.</summary>
    /// <param name="isCurrent">Of the series' ETag.</param>
    /// <param name="change">The event after it; null to leave it; an exception of <see cref="SeriesRefusedException"/> to refuse.</param>
    /// <returns>False when the series isn't the one that was read.</returns>
    public Task<bool> ChangeAsync(StoredSeries read, Func<string, bool> isCurrent, SeriesEdit edit, Func<Occurrence, LiveEvent, LiveEvent?> change, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var version = await tx.FirstAsync<long>("SELECT version FROM series WHERE id = @Id", new { read.Id });
            if (!isCurrent((read with { Version = version }).ETag)) return false;
            foreach (var occurrence in read.Occurrences.Where(o => edit.Numbers.Contains(o.Number)))
                await events.ChangeAsync(tx, occurrence.Event.Id, edit.Kind, now => change(occurrence, now));
            // One change is one version, however many occurrences raised it (SeriesRows).
            await tx.ExecuteAsync(
                "UPDATE series SET version = @next, title = coalesce(@Title, title), updated_at = @now WHERE id = @Id", new { read.Id, edit.Title, next = version + 1, now = clock.GetCurrentInstant() });
            return true;
        },
        ct);

    private sealed record Link
    {
        public int Number { get; init; }
        public EventId Event { get; init; }
        public long Edited { get; init; }
    }
}

/// <param name="Kind">Of the change in the events' feed: by <see cref="SeriesRows.ByItself"/> an occurrence that moves is set apart.</param>
/// <param name="Title">The series' own, if it becomes another.</param>
internal sealed record SeriesEdit(IReadOnlyList<int> Numbers, string Kind, string? Title);

/// <param name="Number">1 for the first.</param>
public sealed record SeriesLink(string Series, string Title, int Number, int Count);
