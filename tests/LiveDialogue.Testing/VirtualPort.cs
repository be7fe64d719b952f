using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Testing;

/// <summary>A port of a <see cref="VirtualNetwork"/>. Never waits: virtual time moves only between calls.</summary>
public sealed class VirtualPort : IDatagramPort
{
    private readonly VirtualNetwork _network;
    private readonly PacketPool _pool;
    private readonly Queue<(byte[] Datagram, TransportAddress Source)> _arrived = new();
    private readonly Queue<(byte[] Datagram, TransportAddress Source)> _hurriedArrived = new();
    private readonly byte[] _reserved = new byte[1500];

    internal VirtualPort(VirtualNetwork network, TransportAddress address, PacketPool pool) =>
        (_network, LocalAddress, _pool) = (network, address, pool);

    public TransportAddress LocalAddress { get; }

    public long SendFailures => 0;

    public int Waiting => _arrived.Count + _hurriedArrived.Count;

    /// <summary>
    /// Datagrams that wait at most, as in a kernel's buffer; what finds no room is <see cref="Lost"/>. Then who hurries has a buffer beside it, read first.
    /// Unset: all have room in one.
    /// </summary>
    public int? Room { get; set; }

    public long Lost { get; private set; }

    /// <summary>Who hurries here; without <see cref="Room"/> it makes no difference where nobody waits.</summary>
    public HashSet<TransportAddress> Hurried { get; } = [];

    public bool TryHurry(in TransportAddress remote)
    {
        Hurried.Add(remote);
        return true;
    }

    public void Calm(in TransportAddress remote) => Hurried.Remove(remote);

    public void Leave(in TransportAddress remote) => Hurried.Remove(remote);

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience)
    {
        var filled = 0;
        var room = _arrived.Count > 0 ? batch.Length / 2 : batch.Length;
        while (filled < batch.Length && ((filled < room && _hurriedArrived.TryDequeue(out var arrived)) || _arrived.TryDequeue(out arrived)))
        {
            var buffer = _pool.Rent();
            arrived.Datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (arrived.Datagram.Length, _network.Now);
            batch[filled++] = new ReceivedDatagram { Buffer = buffer, Source = arrived.Source };
        }
        return filled;
    }

    public Span<byte> Reserve() => _reserved;

    public void Queue(int length, in TransportAddress destination) => _network.Send(LocalAddress, destination, _reserved.AsSpan(0, length));

    public void Flush()
    {
        // Queue sent it at once.
    }

    public void Wake()
    {
        // Nobody ever waits.
    }

    public void Dispose() => _network.Unbind(LocalAddress);

    /// <summary>A datagram is there, from wherever it says; kept as it is.</summary>
    public void Arrive(byte[] datagram, TransportAddress source)
    {
        if (datagram.Length > PacketBuffer.Capacity) return;
        var queue = Room is not null && Hurried.Contains(source) ? _hurriedArrived : _arrived;
        if (queue.Count < (Room ?? int.MaxValue)) queue.Enqueue((datagram, source));
        else Lost++;
    }
}
