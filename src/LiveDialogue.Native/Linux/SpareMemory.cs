namespace LiveDialogue.Native.Linux;

/// <summary>What the C library keeps for later. A handshake takes two buffers of 17 KB and more for a moment, each at another place while hundreds come at once.</summary>
public static class SpareMemory
{
    /// <summary>Gives whole pages that are free back to the system: malloc_trim(3). It holds each heap while it works, so who allocates or frees there may have to wait.</summary>
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
