using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <param name="Version">0 while there is none: the ETag.</param>
public sealed record StoredRunOfShow(IReadOnlyList<Segment> Segments, long Version)
{
    public string ETag => $"\"v{Version}\"";

    /// <summary>What began did so: a new plan keeps it for segments of the same title, the first of a title for the first.</summary>
    internal IReadOnlyList<Segment> KeepBegun(IReadOnlyList<Segment> planned)
    {
        var left = Segments.ToList();
        return
        [
            .. planned.Select(segment =>
            {
                var known = left.FindIndex(s => s.Title == segment.Title);
                if (known < 0) return segment;
                var began = left[known].Began;
                left.RemoveAt(known);
                return segment with { Began = began };
            }),
        ];
    }
}

/// <summary>Runs of show in the database; each change also appends to the event's board <see cref="Board"/>. Thread-safe.</summary>
internal sealed class RunOfShowStore(Db db, IChangeFeed feed, IClock clock)
{
    /// <summary>Payload <c>{"version": 3}</c>: read it again.</summary>
    public const string Board = "run-of-show";

    public Task<StoredRunOfShow> ReadAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(reader => ReadAsync(reader, eventId), ct);

    /// <param name="change">What becomes of it; null to leave it.</param>
    /// <returns>As it was, and as it is if it was changed.</returns>
    public Task<(StoredRunOfShow Before, StoredRunOfShow? After)> ChangeAsync(EventId eventId, Func<StoredRunOfShow, IReadOnlyList<Segment>?> change, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var before = await ReadAsync(tx, eventId);
            if (change(before) is not { } segments) return (before, (StoredRunOfShow?)null);
            var after = new StoredRunOfShow(segments, before.Version + 1);
            await tx.ExecuteAsync(
                "INSERT INTO run_of_shows (event, segments, version, updated_at) VALUES (@eventId, @segments, @Version, @now) ON CONFLICT (event) DO UPDATE SET segments = @segments, version = @Version, updated_at = @now",
                new { eventId, segments = JsonSerializer.Serialize(segments.Select(Row.Of), Json.Options), after.Version, now = clock.GetCurrentInstant() });
            await feed.AppendAsync(tx, eventId, Board, "changed", JsonSerializer.Serialize(new { version = after.Version }));
            return (before, after);
        },
        ct);

    private static async Task<StoredRunOfShow> ReadAsync(DbReader reader, EventId eventId)
    {
        var (segments, version) = await reader.FirstAsync<(string, long)>("SELECT segments, version FROM run_of_shows WHERE event = @eventId", new { eventId });
        return new(segments is null ? [] : [.. (JsonSerializer.Deserialize<Row[]>(segments, Json.Options) ?? []).Select(row => row.ToSegment())], version);
    }

    private sealed record Row(string Title, long Seconds, IReadOnlyList<SegmentSpeaker> Speakers, string? Began)
    {
        public static Row Of(Segment segment) => new(segment.Title, (long)segment.Duration.TotalSeconds, segment.Speakers, segment.Began is { } began ? InstantPattern.ExtendedIso.Format(began) : null);

        public Segment ToSegment() => new(Title, Duration.FromSeconds(Seconds), Speakers, Began is null ? null : InstantPattern.ExtendedIso.Parse(Began).Value);   // written by Of
    }
}
