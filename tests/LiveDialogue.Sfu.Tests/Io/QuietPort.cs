using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu.Tests.Io;

/// <summary>A port to which nobody writes: for tests of threads, which sleep in it.</summary>
internal sealed class QuietPort(TransportAddress address, PacketPool pool) : IDatagramPort
{
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly byte[] _reserved = new byte[1500];

    public TransportAddress LocalAddress => address;

    public long SendFailures => 0;

    public bool IsDisposed { get; private set; }

    /// <summary>What the last round asked for.</summary>
    public TimeSpan Gather { get; private set; }

    public int ReceiveGathering(Span<ReceivedDatagram> batch, TimeSpan patience, TimeSpan gather)
    {
        Gather = gather;
        return Receive(batch, patience);
    }

    public int Receive(Span<ReceivedDatagram> batch, TimeSpan patience)
    {
        var buffer = pool.Rent();    // as a real port would, and gives back what nothing was read into
        if (patience > TimeSpan.Zero) _wake.WaitOne(patience);
        buffer.Release();
        return 0;
    }

    public Span<byte> Reserve() => _reserved;

    public void Queue(int length, in TransportAddress destination)
    {
        // Nobody reads it.
    }

    public void Flush()
    {
        // As above.
    }

    public void Wake() => _wake.Set();

    public void Dispose()
    {
        IsDisposed = true;
        _wake.Dispose();
    }
}
