using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>Opus packets of one voice in order of their numbers, in memory of its own. Times are RTP timestamps of 48 kHz, extended to 64 bits.</summary>
internal sealed class JitterBuffer
{
    public const int LargestPacket = 1276;

    /// <summary>More than the longest delay, of packets of 2.5 ms too.</summary>
    private const int Capacity = 512;

    private readonly byte[] _bytes = new byte[Capacity * LargestPacket];
    private readonly VoicePacket[] _packets = new VoicePacket[Capacity];
    private long _first;
    private long _end;

    /// <summary>Packets held.</summary>
    public int Count { get; private set; }

    /// <summary>When the newest packet's sound ends; what was taken out counts too.</summary>
    public long NewestEnd { get; private set; }

    /// <returns>False when it isn't Opus, came twice, or is of a past that was played.</returns>
    public bool TryAdd(in VoicePacket packet, ReadOnlySpan<byte> payload)
    {
        if (payload.Length is 0 or > LargestPacket || packet.Samples == 0) return false;
        if (Count == 0) (_first, _end) = (packet.Number, packet.Number);
        if (packet.Number < _first && _end - packet.Number > Capacity) return false;
        if (packet.Number >= _first + Capacity) DropBefore(packet.Number - Capacity + 1);
        if (Count == 0) (_first, _end) = (packet.Number, packet.Number);

        var place = Place(packet.Number);
        if (_packets[place].Samples != 0) return false;
        payload.CopyTo(_bytes.AsSpan(place * LargestPacket));
        _packets[place] = packet with { Length = payload.Length };
        Count++;
        _first = Math.Min(_first, packet.Number);
        _end = Math.Max(_end, packet.Number + 1);
        NewestEnd = Math.Max(NewestEnd, packet.Timestamp + packet.Samples);
        return true;
    }

    /// <summary>The earliest held.</summary>
    public bool TryPeek(out VoicePacket packet)
    {
        packet = default;
        if (Count == 0) return false;
        while (_packets[Place(_first)].Samples == 0) _first++;
        packet = _packets[Place(_first)];
        return true;
    }

    /// <summary>The bytes of one just peeked at.</summary>
    public int Copy(in VoicePacket packet, Span<byte> into)
    {
        _bytes.AsSpan(Place(packet.Number) * LargestPacket, packet.Length).CopyTo(into);
        return packet.Length;
    }

    /// <summary>Takes out one just peeked at.</summary>
    public void Remove(in VoicePacket packet)
    {
        _packets[Place(packet.Number)] = default;
        _first = packet.Number + 1;
        Count--;
    }

    public void Clear()
    {
        Array.Clear(_packets);
        (Count, _first, _end, NewestEnd) = (0, 0, 0, 0);
    }

    private void DropBefore(long number)
    {
        for (; _first < number && Count > 0; _first++)
        {
            ref var packet = ref _packets[Place(_first)];
            if (packet.Samples == 0) continue;
            packet = default;
            Count--;
        }
        _first = number;
    }

    private static int Place(long number) => (int)(number & (Capacity - 1));
}

/// <param name="Number">Extended sequence number.</param>
/// <param name="Timestamp">Of its first sample, extended.</param>
/// <param name="Samples">It plays for, per channel: <see cref="Opus.Samples"/>.</param>
internal readonly record struct VoicePacket(long Number, long Timestamp, int Samples, CaptureTime Time, int Length = 0);
