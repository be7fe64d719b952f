namespace LiveDialogue.Sfu.Io;

/// <summary>Pinned datagram buffers, made in slabs and kept for ever. Thread-safe. Never fails: it grows by a slab, and says how far it grew.</summary>
public sealed class PacketPool
{
    private const int BuffersPerSlab = 256;
    private readonly Lock _gate = new();
    private PacketBuffer[] _free = new PacketBuffer[BuffersPerSlab];
    private int _freeCount;
    private long _made;

    /// <summary>Buffers ever made: what the pool costs, in units of <see cref="PacketBuffer.Capacity"/> bytes.</summary>
    public long Made { get { lock (_gate) return _made; } }

    /// <summary>Buffers not yet given back. Zero once everything has stopped, or something leaks.</summary>
    public long Outstanding { get { lock (_gate) return _made - _freeCount; } }

    /// <summary>A buffer held once, its bytes undefined, <see cref="PacketBuffer.Length"/> 0.</summary>
    public PacketBuffer Rent()
    {
        PacketBuffer buffer;
        lock (_gate)
        {
            if (_freeCount == 0) Grow();
            buffer = _free[--_freeCount];
        }
        buffer.Rent();
        return buffer;
    }

    internal void Return(PacketBuffer buffer)
    {
        lock (_gate) _free[_freeCount++] = buffer;
    }

    private void Grow()
    {
        var slab = GC.AllocateUninitializedArray<byte>(BuffersPerSlab * PacketBuffer.Capacity, pinned: true);
        _made += BuffersPerSlab;
        if (_free.Length < _made) Array.Resize(ref _free, (int)_made * 2);
        for (var i = 0; i < BuffersPerSlab; i++)
            _free[_freeCount++] = new PacketBuffer(this, slab, i * PacketBuffer.Capacity);
    }
}
