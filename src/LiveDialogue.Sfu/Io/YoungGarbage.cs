namespace LiveDialogue.Sfu.Io;

/// <summary>
/// Everybody stands still while garbage is collected, and whoever allocates too much does the work: while hundreds join, a thread that the system lets
/// wait, and all packets wait with it. So a media thread, which runs first, does it in time, in the moment after a frame has left.
/// </summary>
internal sealed class YoungGarbage
{
    /// <summary>Of the young generation's budget, which is 6 MB in the server: two thirds.</summary>
    private const long Enough = 4 << 20;

    private long _allocated = GC.GetTotalAllocatedBytes();
    private int _collections = GC.CollectionCount(0);

    /// <summary>On a media thread, when no packet waits.</summary>
    public void CollectInTime()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var collections = GC.CollectionCount(0);
        if (collections == _collections && allocated - _allocated < Enough) return;

        if (collections == _collections) GC.Collect(0);
        (_collections, _allocated) = (GC.CollectionCount(0), allocated);
    }
}
