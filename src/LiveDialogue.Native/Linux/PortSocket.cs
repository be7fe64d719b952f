using System.Net;
using System.Net.Sockets;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>One of the sockets that a port reads: the one it was opened with, or one of its own for what hurries.</summary>
internal sealed class PortSocket : IDisposable
{
    /// <summary>A frame's packets.</summary>
    private const int HurriedBatch = 16;

    /// <summary>A second of a fast publisher.</summary>
    private const int HurriedBuffer = 1 << 20;

    private readonly Socket _socket;
    private readonly IReceiver _receiver;

    internal PortSocket(Socket bound, PacketPool pool, IMonoClock clock, int batch, TransportAddress remote = default, PortIntake? intake = null)
    {
        (_socket, Remote) = (bound, remote);
        Descriptor = (int)bound.Handle; // the Socket keeps it open until Dispose
        _receiver = intake is null ? new BatchReceiver(Descriptor, pool, clock, batch) : new IntakeReceiver(Descriptor, intake, pool, clock);
    }

    /// <summary>Open until <see cref="Dispose"/>.</summary>
    internal int Descriptor { get; }

    /// <summary>The only one it hears, for a socket of what hurries.</summary>
    internal TransportAddress Remote { get; }

    internal bool MayHave { get; set; }

    internal LibC.PollDescriptor Arrives => new() { Descriptor = Descriptor, Events = LibC.PollIn };

    /// <summary>
    /// A second socket of the same address, connected: the kernel gives it all that comes from there (udp(7)), and the first one the rest.
    /// What other addresses send between the two calls comes by this one, too, with its source as ever.
    /// </summary>
    /// <returns>Null where the kernel won't: then the first socket hears everybody.</returns>
    internal static PortSocket? TryBeside(Socket first, in TransportAddress remote, PacketPool pool, IMonoClock clock)
    {
        var socket = new Socket(first.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = HurriedBuffer;
            ShareAddress(first, true);
            ShareAddress(socket, true);
            socket.Bind((IPEndPoint)first.LocalEndPoint!); // bound, so it has one
            socket.Connect(remote.ToEndPoint());
            return new(socket, pool, clock, HurriedBatch, remote) { MayHave = true };
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        finally
        {
            ShareAddress(first, false); // or another process could take it
        }
    }

    /// <returns>How many entries were filled.</returns>
    internal int Take(Span<ReceivedDatagram> batch)
    {
        var taken = _receiver.TryTake(batch, out var more);
        MayHave = more;
        return taken;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _receiver.ReleaseAll();
    }

    // SO_REUSEADDR alone: .NET's own option sets SO_REUSEPORT, too, which deals datagrams out by chance.
    private static void ShareAddress(Socket socket, bool shares) => socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(shares ? 1 : 0));
}
