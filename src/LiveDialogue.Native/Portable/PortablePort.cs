using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Portable;

/// <summary>A UDP port on System.Net.Sockets alone, one datagram a call: for systems without recvmmsg and sendmmsg. Allocates nothing per packet either.</summary>
internal sealed class PortablePort : IDatagramPort
{
    private const int Slot = 1536;

    private readonly Socket _socket;
    private readonly PacketPool _pool;
    private readonly IMonoClock _clock;
    private readonly SocketAddress _source, _destination;
    private readonly byte[] _slot = new byte[Slot];
    private readonly Socket _bell;
    private readonly IPEndPoint _self;
    private int _rung;
    private bool _disposed;

    internal PortablePort(Socket bound, PacketPool pool, IMonoClock clock)
    {
        (_socket, _pool, _clock) = (bound, pool, clock);
        _self = (IPEndPoint)bound.LocalEndPoint!; // bound, so it has one
        LocalAddress = TransportAddress.From(_self);
        (_source, _destination) = (new(bound.AddressFamily), new(bound.AddressFamily));
        _bell = new(bound.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    }

    public TransportAddress LocalAddress { get; }

    public long SendFailures { get; private set; }

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience)
    {
        var filled = 0;
        try
        {
            if (_disposed || !_socket.Poll(patience, SelectMode.SelectRead)) return 0;

            Volatile.Write(ref _rung, 0);
            // At least one read after a poll: the bell is an empty datagram, which Available doesn't show.
            do
            {
                var buffer = _pool.Rent();
                if (TryReceive(buffer)) batch[filled++] = new() { Buffer = buffer, Source = Read(_source) };
                else buffer.Release();
            }
            while (filled < batch.Length && _socket.Available > 0);
        }
        catch (ObjectDisposedException)
        {
            // closed while waiting
        }
        return filled;
    }

    public Span<byte> Reserve() => _slot;

    public void Queue(int length, in TransportAddress destination)
    {
        Write(_destination, destination);
        try
        {
            _socket.SendTo(_slot.AsSpan(0, length), SocketFlags.None, _destination);
        }
        catch (SocketException)
        {
            SendFailures++;
        }
        catch (ObjectDisposedException)
        {
            // closed: nobody waits for this datagram
        }
    }

    public void Flush()
    {
        // each datagram left as it was queued
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _rung, 1) != 0) return;
        try
        {
            _bell.SendTo([], SocketFlags.None, _self);
        }
        catch (Exception closing) when (closing is SocketException or ObjectDisposedException)
        {
            // nobody waits any more
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
        _bell.Dispose();
    }

    private bool TryReceive(PacketBuffer buffer)
    {
        try
        {
            buffer.Length = _socket.ReceiveFrom(buffer.Span, SocketFlags.None, _source);
            buffer.Arrival = _clock.Now;
            return buffer.Length is > 0 and < PacketBuffer.Capacity; // a full buffer was too small: the rest is lost
        }
        catch (SocketException)
        {
            return false; // too long for us, or an ICMP error of an earlier send
        }
    }

    // SocketAddress has the layout of sockaddr_in and sockaddr_in6 on every system: port at 2, IPv4 address at 4, IPv6 address at 8.
    private static TransportAddress Read(SocketAddress name)
    {
        var bytes = name.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return name.Family == AddressFamily.InterNetwork
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
            : new(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), port);
    }

    private static void Write(SocketAddress name, in TransportAddress address)
    {
        var bytes = name.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], address.Port);
        if (name.Family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], address.IPv4);
            return;
        }
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], address.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], address.Low);
    }
}
