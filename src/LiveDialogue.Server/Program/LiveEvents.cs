using System.Collections.Concurrent;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// Events by id or slug, kept until they change: an audience fetches a segment every two seconds each, and none of them should cost a query.
/// Thread-safe.
/// </summary>
internal sealed class LiveEvents : IDisposable
{
    // Names that aren't events are remembered for a second only, and so many at most: anybody can make them up.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private const int MostKept = 1000;

    private readonly EventStore _events;
    private readonly IChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (LiveEvent? Event, long At)> _known = new(StringComparer.Ordinal);
    private long _changes;

    public LiveEvents(EventStore events, IChangeFeed feed, TimeProvider time)
    {
        (_events, _feed, _time) = (events, feed, time);
        feed.Published += OnChange;
    }

    /// <param name="idOrSlug">As it stands in a URL.</param>
    public async ValueTask<LiveEvent?> FindAsync(string idOrSlug, CancellationToken ct)
    {
        if (_known.TryGetValue(idOrSlug, out var known) && _time.GetElapsedTime(known.At) < Fresh) return known.Event;

        var before = Volatile.Read(ref _changes);
        var found = await _events.FindAsync(idOrSlug, ct);
        if (_known.Count >= MostKept) _known.Clear();
        if (Volatile.Read(ref _changes) == before) _known[idOrSlug] = (found, _time.GetTimestamp());    // else it may be of before the change
        return found;
    }

    public void Dispose() => _feed.Published -= OnChange;

    private void OnChange(Change change)
    {
        if (change.Board != EventStore.Board) return;

        Interlocked.Increment(ref _changes);
        _known.Clear();
    }
}
