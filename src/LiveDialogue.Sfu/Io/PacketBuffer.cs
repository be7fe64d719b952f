using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Io;

/// <summary>
/// One pooled, pinned datagram. Counted by reference: whoever keeps it calls <see cref="Hold"/>, and <see cref="Release"/> once for each hold;
/// the last release gives it back to its pool. Hold and Release are thread-safe; the bytes are written by the receiving shard only, before it is shared.
/// </summary>
public sealed class PacketBuffer
{
    /// <summary>The most bytes a datagram may have; longer ones are dropped by the port.</summary>
    public const int Capacity = 1536;

    private readonly PacketPool _pool;
    private readonly byte[] _slab;
    private readonly int _start;
    private int _holds;

    internal PacketBuffer(PacketPool pool, byte[] slab, int start) => (_pool, _slab, _start) = (pool, slab, start);

    /// <summary>How many bytes of <see cref="Span"/> are the datagram: set by the port, then by decryption.</summary>
    public int Length { get; set; }

    /// <summary>When the datagram was taken from the socket.</summary>
    public MonoTime Arrival { get; set; }

    /// <summary>All <see cref="Capacity"/> bytes; pinned, so native code may keep a pointer while the buffer is held.</summary>
    public Span<byte> Span => _slab.AsSpan(_start, Capacity);

    public ReadOnlySpan<byte> Bytes => _slab.AsSpan(_start, Capacity)[..Length];

    public PacketBuffer Hold()
    {
        Interlocked.Increment(ref _holds);
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref _holds);
        if (left == 0) _pool.Return(this);
        else if (left < 0) throw new InvalidOperationException("A packet buffer was released more often than held.");
    }

    internal void Rent()
    {
        Length = 0;
        _holds = 1;
    }
}
