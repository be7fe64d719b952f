using System.Globalization;
using System.Net.Sockets;
using LiveDialogue.Native.Linux;

namespace LiveDialogue.Native.Checks;

/// <summary>What this machine's kernel grants a media server.</summary>
public static class KernelLimits
{
    /// <summary>Of what the media ports ask for: a keyframe of many viewers at once must fit.</summary>
    public const int WantedBuffer = 4 << 20;

    private const int Unsynchronised = 0x40;    // STA_UNSYNC
    private const int TimeError = 5;            // TIME_ERROR

    /// <summary>Bytes of the receive buffer that a UDP port gets when it asks for <see cref="WantedBuffer"/>.</summary>
    public static int ReceiveBuffer()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = WantedBuffer;
        return OperatingSystem.IsLinux() ? socket.ReceiveBufferSize / 2 : socket.ReceiveBufferSize;    // Linux says twice what it counts
    }

    /// <summary>Whether a train of datagrams leaves in one call (UDP_SEGMENT, Linux 4.18).</summary>
    public static bool HasSegments()
    {
        if (!OperatingSystem.IsLinux()) return false;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SetRawSocketOption(LibC.LevelUdp, LibC.UdpSegment, BitConverter.GetBytes(1200));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Files and sockets that this process may have open; null where it isn't known.</summary>
    public static long? Descriptors()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits)) return null;
        var line = Array.Find(File.ReadAllLines(Limits), l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is { Length: > 3 } && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var soft) ? soft : words is { Length: > 3 } ? long.MaxValue : null;
    }

    /// <summary>Whether something keeps the clock, and how far off the kernel thinks it may be; null where it doesn't say.</summary>
    public static unsafe (bool Kept, TimeSpan MayBeOff)? Clock()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        var timex = stackalloc long[32];                                      // struct timex is 208 bytes
        new Span<long>(timex, 32).Clear();
        var state = LibC.adjtimex(timex);
        if (state < 0) return null;
        var microseconds = timex[3];                                          // maxerror, the fourth long
        var status = ((int*)timex)[10];                                       // after esterror
        return (state != TimeError && (status & Unsynchronised) == 0, TimeSpan.FromMicroseconds(Math.Min(microseconds, 3_600_000_000)));
    }
}
