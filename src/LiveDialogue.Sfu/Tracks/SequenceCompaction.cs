namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Numbers the packets that are passed on without holes for those that aren't: padding, and what came while muted. Otherwise each viewer would
/// ask for packets that nobody will ever send.
/// </summary>
internal sealed class SequenceCompaction
{
    private const int Remembered = 32;

    private readonly Run[] _runs = new Run[Remembered];               // newest at _count - 1
    private int _count;
    private long _removed;
    private long _floor = long.MinValue;                              // at or below: no longer known

    /// <summary>Leaves out one packet: the newest so far.</summary>
    public void Remove(long sequence)
    {
        _removed++;
        if (_count > 0 && _runs[_count - 1].Last + 1 == sequence)
        {
            _runs[_count - 1].Last = sequence;
            return;
        }
        if (_count == Remembered)
        {
            _floor = _runs[0].Last;
            _runs.AsSpan(1).CopyTo(_runs);
            _count--;
        }
        _runs[_count++] = new Run { First = sequence, Last = sequence };
    }

    /// <summary>Leaves out everything between what went before and this packet, whether it came or not, and refuses it from now on.</summary>
    /// <param name="sequence">The next packet to be passed on.</param>
    /// <param name="previous">The compacted number of the last one passed on.</param>
    public void Resume(long sequence, long previous)
    {
        _count = 0;
        _removed = sequence - previous - 1;
        _floor = sequence - 1;
    }

    /// <returns>False when the packet is from before what is remembered.</returns>
    public bool TryMap(long sequence, out long compacted)
    {
        compacted = sequence - _removed;
        if (sequence <= _floor) return false;
        for (var i = _count - 1; i >= 0 && _runs[i].First > sequence; i--) compacted += _runs[i].Last - _runs[i].First + 1;
        return true;
    }

    private struct Run
    {
        public long First, Last;
    }
}
