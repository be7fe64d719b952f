namespace LiveDialogue.Native;

/// <summary>Counts the native objects we own, so that tests and /metrics see a leak. Each owner adds one when made and takes one away when freed.</summary>
public static class NativeHandles
{
    private static long _live;

    /// <summary>OpenSSL and Opus objects made and not yet freed, in this process.</summary>
    public static long Live => Interlocked.Read(ref _live);

    internal static void Made() => Interlocked.Increment(ref _live);
    internal static void Freed() => Interlocked.Decrement(ref _live);
}
