namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Finds the sequence number of a redundant block, which names only its age (RFC 2198 §3). Ages are no multiples of a packet's time where silence isn't
/// sent (RFC 7587 §3.1.3), so a block belongs between those that came before and after it in time, and is placed only where nothing else could be.
/// </summary>
internal sealed class RedundantSound
{
    /// <summary>Further back than the oldest block of 20 ms packets.</summary>
    private const int Remembered = 64;

    private readonly (long Sequence, uint Timestamp)[] _came = new (long, uint)[Remembered];
    private long _first = -1;

    public RedundantSound() => Array.Fill(_came, (-1L, 0u));

    /// <summary>A packet came, or was restored.</summary>
    public void Note(long sequence, uint timestamp)
    {
        _came[sequence % Remembered] = (sequence, timestamp);
        if (_first < 0 || sequence < _first) _first = sequence;
    }

    /// <param name="carrier">The packet that brought the block; it was noted.</param>
    /// <param name="back">How manieth before the primary it stands among the carrier's blocks, 1 next to it.</param>
    /// <param name="timestamp">The block's.</param>
    /// <param name="duration">What the block plays for, in ticks.</param>
    /// <returns>False when its packet came already, or nobody can tell which it is.</returns>
    public bool TryPlace(long carrier, int back, uint timestamp, int duration, out long sequence)
    {
        sequence = -1;
        var after = carrier;
        for (var known = carrier - 1; known > carrier - Remembered && known >= 0; known--)
        {
            if (!TryGet(known, out var time)) continue;
            var older = unchecked((int)(timestamp - time));
            if (older == 0) return false;
            if (older > 0)
                return TryPlace(known, time, after, timestamp, duration, out sequence)
                    || (known < carrier - back && carrier - back < after && IsInSpeech(carrier, back, timestamp, duration, ref sequence));
            after = known;
        }
        return IsInSpeech(carrier, back, timestamp, duration, ref sequence);    // the hole is longer than what is remembered
    }

    /// <summary>Blocks without a silence between them are the packets just before; after a long hole there is no other hold.</summary>
    private bool IsInSpeech(long carrier, int back, uint timestamp, int duration, ref long sequence)
    {
        if (!TryGet(carrier, out var time) || unchecked((int)(time - timestamp)) != back * duration || carrier - back <= _first || TryGet(carrier - back, out _)) return false;
        sequence = carrier - back;
        return true;
    }

    private bool TryPlace(long before, uint beforeTime, long after, uint timestamp, int duration, out long sequence)
    {
        sequence = before + 1;
        var missing = after - before - 1;
        if (missing <= 1) return missing == 1;    // none: nobody's, whatever its age

        var afterTime = _came[after % Remembered].Timestamp;
        var distance = unchecked((int)(afterTime - timestamp));
        if (duration <= 0 || distance <= 0 || distance % duration != 0) return false;
        var steps = distance / duration;
        sequence = after - steps;
        var isEven = unchecked((int)(afterTime - beforeTime)) == (missing + 1) * duration;
        return steps <= missing && (steps == 1 || isEven);
    }

    private bool TryGet(long sequence, out uint timestamp)
    {
        var (noted, time) = _came[sequence % Remembered];
        timestamp = time;
        return noted == sequence;
    }
}
