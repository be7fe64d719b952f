using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Linux;

/// <summary>How much a pipe holds before its writer waits: 64 KiB unless asked for more. A picture is 0.3 to 1.4 MB, and every refill is a wake-up.</summary>
public static class PipeSize
{
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ

    /// <param name="pipe">Either end.</param>
    /// <param name="bytes">Up to /proc/sys/fs/pipe-max-size, 1 MiB as a rule.</param>
    /// <returns>False where the kernel refuses, which costs wake-ups and nothing else.</returns>
    public static bool TrySet(SafeHandle pipe, int bytes)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var held = false;
        try
        {
            pipe.DangerousAddRef(ref held);
            return LibC.fcntl((int)pipe.DangerousGetHandle(), SetPipeSize, bytes) >= bytes;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (held) pipe.DangerousRelease();
        }
    }
}
