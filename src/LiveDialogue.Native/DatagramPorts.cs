using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LiveDialogue.Native.Linux;
using LiveDialogue.Native.Portable;
using LiveDialogue.Native.Streams;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native;

public enum PortKind
{
    /// <summary>recvmmsg and sendmmsg, with UDP_SEGMENT where the kernel has it.</summary>
    LinuxBatched,

    /// <summary>System.Net.Sockets, a system call for each datagram.</summary>
    Portable,
}

/// <summary>Opens the best kind of UDP port this machine has.</summary>
public static class DatagramPorts
{
    // A keyframe of many viewers at once must fit. The kernel grants what net.core.{r,w}mem_max allow and says nothing.
    private const int SocketBuffer = 4 << 20;

    /// <summary>Connections that wait to be accepted.</summary>
    private const int StreamQueue = 128;

    /// <summary>What <see cref="Open(IPEndPoint, PacketPool, IMonoClock)"/> opens here: for the log at start.</summary>
    public static PortKind Best { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 ? PortKind.LinuxBatched : PortKind.Portable;

    /// <param name="local">Address and port to bind; port 0 lets the system choose. One address, not a wildcard: answers must leave from where the question went.</param>
    /// <param name="clock">Stamps what arrives.</param>
    /// <exception cref="SocketException">The port is taken, or the address isn't this machine's.</exception>
    public static IDatagramPort Open(IPEndPoint local, PacketPool pool, IMonoClock clock) => Open(local, pool, clock, Best);

    /// <summary>A TCP port whose connections carry framed datagrams (ICE-TCP passive).</summary>
    /// <param name="local">As for <see cref="Open(IPEndPoint, PacketPool, IMonoClock)"/>.</param>
    /// <exception cref="SocketException">As above.</exception>
    public static IDatagramPort OpenStreams(IPEndPoint local, PacketPool pool, IMonoClock clock)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // SO_REUSEADDR alone (.NET's own option sets SO_REUSEPORT, too): a restart mustn't wait for the last connections' TIME_WAIT.
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
            socket.Bind(local);
            socket.Listen(StreamQueue);
            return new StreamPort(socket, pool, clock);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <param name="batch">1..64 datagrams a system call, each with a buffer of its own: fewer for a port with little traffic.</param>
    /// <param name="intake">Shared with other ports of the same thread; null: the port receives into its own buffers, and never trains.</param>
    public static IDatagramPort Open(IPEndPoint local, PacketPool pool, IMonoClock clock, PortKind kind, int batch = BatchedPort.Batch, PortIntake? intake = null)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = SocketBuffer;
            socket.SendBufferSize = SocketBuffer;
            socket.Bind(local);
            if (kind == PortKind.LinuxBatched) return new BatchedPort(socket, pool, clock, segments: true, batch, intake);
            intake?.Refuse();
            return new PortablePort(socket, pool, clock);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
