namespace LiveDialogue.Mixer.Inputs;

/// <summary>Packets on their way from the network's thread to an input's own. Bounded: when the input's thread waits for a worker, new packets are dropped.</summary>
/// <param name="capacity">Packets; a keyframe is up to 200 of them.</param>
internal sealed class PacketRing(int capacity)
{
    public const int LargestPacket = 1500;

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[capacity * LargestPacket];
    private readonly Entry[] _entries = new Entry[capacity];
    private int _first;
    private int _count;

    /// <summary>Packets that found no room, or were larger than any datagram of ours.</summary>
    public long Dropped { get; private set; }

    public int Count
    {
        get { lock (_gate) return _count; }
    }

    public bool TryAdd(ReadOnlySpan<byte> rtp, InputCodec codec, CaptureTime time)
    {
        lock (_gate)
        {
            if (_count == capacity || rtp.Length > LargestPacket)
            {
                Dropped++;
                return false;
            }
            var place = (_first + _count++) % capacity;
            rtp.CopyTo(_bytes.AsSpan(place * LargestPacket));
            _entries[place] = new(rtp.Length, codec, time);
            return true;
        }
    }

    /// <param name="into">At least <see cref="LargestPacket"/> bytes.</param>
    public bool TryTake(Span<byte> into, out Entry entry)
    {
        lock (_gate)
        {
            entry = default;
            if (_count == 0) return false;
            entry = _entries[_first];
            _bytes.AsSpan(_first * LargestPacket, entry.Length).CopyTo(into);
            _first = (_first + 1) % capacity;
            _count--;
            return true;
        }
    }

    internal readonly record struct Entry(int Length, InputCodec Codec, CaptureTime Time);
}
