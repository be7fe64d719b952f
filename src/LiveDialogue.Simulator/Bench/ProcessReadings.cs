using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.Simulator.Bench;

/// <summary>What /proc says of a process.</summary>
internal static class ProcessReadings
{
    private const double TicksPerSecond = 100; // USER_HZ, the unit of /proc/PID/stat

    /// <summary>User and system time so far.</summary>
    internal static TimeSpan CpuTime(int process)
    {
        // pid (name) state … utime is the 12th and stime the 13th field after the name; the name may hold spaces
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    /// <summary>Resident memory.</summary>
    internal static long MemoryBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    /// <summary>A port of loopback that was free a moment ago.</summary>
    internal static int FreePort(SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port; // bound
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
