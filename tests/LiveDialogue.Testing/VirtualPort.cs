using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Testing;

/// <summary>A port of a <see cref="VirtualNetwork"/>. Never waits: virtual time moves only between calls.</summary>
public sealed class VirtualPort : IDatagramPort
{
    private readonly VirtualNetwork _network;
    private readonly PacketPool _pool;
    private readonly Queue<(byte[] Datagram, TransportAddress Source)> _arrived = new();
    private readonly byte[] _reserved = new byte[1500];

    internal VirtualPort(VirtualNetwork network, TransportAddress address, PacketPool pool) =>
        (_network, LocalAddress, _pool) = (network, address, pool);

    public TransportAddress LocalAddress { get; }

    public long SendFailures => 0;

    public int Waiting => _arrived.Count;

    /// <summary>Who hurries here; it makes no difference where nobody waits.</summary>
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
        while (filled < batch.Length && _arrived.TryDequeue(out var arrived))
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

    internal void Arrive(byte[] datagram, TransportAddress source)
    {
        if (datagram.Length <= PacketBuffer.Capacity) _arrived.Enqueue((datagram, source));
    }
}
