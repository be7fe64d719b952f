using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>The table <c>links</c>: how connections fared, for the report after the event. Thread-safe.</summary>
/// <param name="most">Rows of one event.</param>
internal sealed class LinkStore(Db db, int most = LinkStore.Most)
{
    /// <summary>Rows of one event: twelve speakers for nine hours. Beyond it every second one of the older half goes, so that the whole event stays told.</summary>
    internal const int Most = 40_000;

    private const string Columns =
        "speaker, at, link, rung, reason, up_path, up_round_trip, up_rate, up_allowed, up_lost, sound_missing, up_queue, down_path, down_round_trip, down_rate, down_estimate, down_lost, layer, why, failure, failure_at";

    private const string Thin = """
        DELETE FROM links WHERE rowid IN (
            SELECT rowid FROM (SELECT rowid, row_number() OVER (ORDER BY at) AS place FROM links WHERE event = @eventId) WHERE place <= @half AND place % 2 = 0)
        """;

    public Task AddAsync(EventId eventId, IReadOnlyList<LinkRow> rows, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            foreach (var row in rows)
                await tx.ExecuteAsync(
                    $"""
                    INSERT INTO links (event, {Columns}) VALUES (@eventId, @Speaker, @At, @Link, @Rung, @Reason, @UpPath, @UpRoundTrip, @UpRate, @UpAllowed, @UpLost, @SoundMissing, @UpQueue,
                        @DownPath, @DownRoundTrip, @DownRate, @DownEstimate, @DownLost, @Layer, @Why, @Failure, @FailureAt)
                    """,
                    new
                    {
                        eventId,
                        row.Speaker,
                        row.At,
                        row.Link,
                        row.Rung,
                        row.Reason,
                        row.UpPath,
                        row.UpRoundTrip,
                        row.UpRate,
                        row.UpAllowed,
                        row.UpLost,
                        row.SoundMissing,
                        row.UpQueue,
                        row.DownPath,
                        row.DownRoundTrip,
                        row.DownRate,
                        row.DownEstimate,
                        row.DownLost,
                        row.Layer,
                        row.Why,
                        row.Failure,
                        row.FailureAt,
                    });
            if (await tx.FirstAsync<int>("SELECT count(*) FROM links WHERE event = @eventId", new { eventId }) > most)
                await tx.ExecuteAsync(Thin, new { eventId, half = most / 2 });
        },
        ct);

    /// <returns>Of one event, in the order of time.</returns>
    public Task<IReadOnlyList<LinkRow>> ListAsync(EventId eventId, CancellationToken ct) =>
        db.QueryAsync<LinkRow>($"SELECT {Columns} FROM links WHERE event = @eventId ORDER BY at, speaker", new { eventId }, ct);
}
