using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Counts the changes that a calendar may show: while the number is the same, so are the events. Thread-safe.</summary>
internal sealed class CalendarChanges
{
    private long _count;

    public CalendarChanges(IChangeFeed feed) => feed.Published += Note;

    /// <summary>Ask before the events are read: what is committed meanwhile then counts as newer than what was read.</summary>
    public long Count => Interlocked.Read(ref _count);

    // A revoked invite raises the revision too.
    private void Note(Change change)
    {
        if (change.Board is EventStore.Board or People.InviteStore.Board) Interlocked.Increment(ref _count);
    }
}
