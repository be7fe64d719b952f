namespace LiveDialogue.Mixer.Tests;

/// <summary>
/// How many bytes this thread allocates in a piece of work: the least of five runs. A collection that another test causes takes the room this thread had
/// for small objects, up to 8 KB, which is counted as if it had used it.
/// </summary>
internal static class Allocated
{
    public static long By(Action work)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
