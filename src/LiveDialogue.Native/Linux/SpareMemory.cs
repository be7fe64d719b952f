namespace LiveDialogue.Native.Linux;

/// <summary>What the C library keeps for later. A handshake takes some 100 KB of it for a moment, each at another place while hundreds come at once.</summary>
public static class SpareMemory
{
    /// <summary>Gives whole pages that are free back to the system: malloc_trim(3). A few milliseconds, in which who allocates may have to wait.</summary>
    public static void Return()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = LibC.malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // a C library other than glibc, which keeps what it likes
        }
    }
}
