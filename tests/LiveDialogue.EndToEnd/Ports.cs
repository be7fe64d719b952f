using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.EndToEnd;

/// <summary>Port numbers for the servers of the tests.</summary>
internal static class Ports
{
    /// <summary>How many neighbours come with a number: a server's shard n takes port + n.</summary>
    private const int Together = 16;

    // Below those that the kernel gives to connections (32768 on): while a killed server is away, nobody takes its port.
    private const int First = 10_240;
    private const int Blocks = 1300;

    // Another run on this machine begins elsewhere.
    private static int _last = Environment.ProcessId;

    /// <returns>Free for TCP and UDP with its neighbours, and given to nobody else in this run.</returns>
    public static int Free()
    {
        for (var tried = 0; tried < Blocks; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Blocks * Together);
            if (Enumerable.Range(port, Together).All(IsFree)) return port;
        }
        throw new InvalidOperationException("No free ports are left.");
    }

    private static bool IsFree(int port)
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            tcp.Bind(new IPEndPoint(IPAddress.Any, port));
            udp.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
