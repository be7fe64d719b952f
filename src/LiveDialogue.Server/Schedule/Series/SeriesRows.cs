using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>
/// What an occurrence's own change means to its series, in the event's transaction and by whichever door it came: the series as it was read is no
/// longer the one there is, and an occurrence that was moved by itself keeps its time from then on.
/// </summary>
internal sealed class SeriesRows(IClock clock) : IEventCompanion
{
    /// <summary>Kind of a change, on the event's board, that is for one event alone.</summary>
    public const string ByItself = "edited";

    /// <summary>The same for several occurrences together.</summary>
    public const string Together = "edited-with-series";

    public async Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind)
    {
        if (before is null) return;
        await tx.ExecuteAsync("UPDATE series SET version = version + 1, updated_at = @now WHERE id = (SELECT series FROM series_events WHERE event = @Id)", new { after.Id, now = clock.GetCurrentInstant() });
        if (kind == ByItself && (before.Start.Meant, before.Start.At) != (after.Start.Meant, after.Start.At))
            await tx.ExecuteAsync("UPDATE series_events SET edited = 1 WHERE event = @Id", new { after.Id });
    }
}
