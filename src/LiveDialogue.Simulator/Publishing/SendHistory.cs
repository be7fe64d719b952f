using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>The payloads of the last packets, for retransmission.</summary>
internal sealed class SendHistory
{
    private const int Capacity = 1024;
    private readonly Entry[] _entries = new Entry[Capacity];

    internal void Keep(ushort sequence, uint timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        ref var entry = ref _entries[sequence % Capacity];
        entry.Payload ??= new byte[1500];
        payload.CopyTo(entry.Payload);
        (entry.Sequence, entry.Timestamp, entry.Marker, entry.Length) = (sequence, timestamp, marker, payload.Length);
    }

    /// <returns>False when it was never sent or is overwritten.</returns>
    internal bool TryGet(SequenceNumber number, out uint timestamp, out bool marker, out ReadOnlySpan<byte> payload)
    {
        ref var entry = ref _entries[number.Value % Capacity];
        var found = entry.Payload is not null && entry.Sequence == number.Value;
        timestamp = entry.Timestamp;
        marker = entry.Marker;
        payload = found ? entry.Payload.AsSpan(0, entry.Length) : default;
        return found;
    }

    private struct Entry
    {
        internal byte[]? Payload;
        internal int Length;
        internal uint Timestamp;
        internal ushort Sequence;
        internal bool Marker;
    }
}
