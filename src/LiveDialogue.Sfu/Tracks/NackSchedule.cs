using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Which packets of one stream are missing, and when to ask for each (RFC 4585 §6.2.1). A hole is asked for once it is 20 ms old or two packets
/// were newer (so that mere reordering asks for nothing), again after a round trip, and given up after ten tries or when the repair would come too late:
/// on a slow path that is known at once, and a keyframe asked for instead comes sooner.
/// </summary>
/// <param name="useful">How long after its time a packet is still worth something.</param>
internal sealed class NackSchedule(TimeSpan useful)
{
    /// <summary>More missing at once than this is no loss but a break: only a keyframe helps.</summary>
    public const int MaxMissing = 256;

    private const int MaxTries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    /// <summary>What a browser's jitter buffers wait for at most, with what lies behind us.</summary>
    public static readonly TimeSpan UsefulPicture = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan UsefulSound = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(30);

    private readonly Hole[] _holes = new Hole[MaxMissing];            // ascending by sequence
    private int _count;
    private long _highest = -1;

    /// <summary>Smoothed from how fast repairs come; 100 ms until the first.</summary>
    public TimeSpan RoundTrip { get; private set; } = TimeSpan.FromMilliseconds(100);

    public int Missing => _count;

    /// <summary>When <see cref="TakeDue"/> has something to do; <see cref="MonoTime.Never"/> while nothing is missing.</summary>
    public MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Never;
            for (var i = 0; i < _count; i++) next = MonoTime.Earlier(next, _holes[i].Due);
            return next;
        }
    }

    /// <summary>A packet came, by itself or as a repair.</summary>
    /// <returns>False when so many are missing before it that the schedule began anew: ask for a keyframe.</returns>
    public bool OnPacket(long sequence, MonoTime now)
    {
        if (_highest < 0 || sequence <= _highest)
        {
            if (_highest < 0) _highest = sequence;
            else Fill(sequence, now);
            return true;
        }

        var opened = sequence - _highest - 1;
        if (opened > MaxMissing - _count)
        {
            _count = 0;
            _highest = sequence;
            return false;
        }
        for (var missing = _highest + 1; missing < sequence; missing++)
            _holes[_count++] = new Hole { Sequence = missing, Since = now, Due = now + Patience };
        _highest = sequence;

        // Two packets late is lost, whatever the clock says.
        for (var i = _count - 1; i >= 0 && _holes[i].Tries == 0; i--)
            if (_highest - _holes[i].Sequence >= 2) _holes[i].Due = MonoTime.Earlier(_holes[i].Due, now);
        return true;
    }

    /// <summary>A packet is there without having been repaired: nothing is asked for, and nothing learned of the round trip.</summary>
    public void OnRestored(long sequence) => Remove(sequence, out _);

    /// <param name="due">Filled with what to ask for now, ascending.</param>
    /// <param name="gaveUp">How many were given up on: their frames are lost.</param>
    /// <returns>How many of <paramref name="due"/> are filled.</returns>
    public int TakeDue(Span<long> due, MonoTime now, out int gaveUp)
    {
        var taken = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var hole = ref _holes[i];
            if (hole.Tries >= MaxTries || now - hole.Since >= useful) continue;
            if (hole.Due <= now && taken < due.Length)
            {
                if (now + RoundTrip > hole.Since + useful) continue;
                due[taken++] = hole.Sequence;
                if (hole.Tries++ == 0) hole.FirstAsked = now;
                hole.Due = now + Longer(ShortestRetry, RoundTrip * 1.25);
            }
            _holes[kept++] = hole;
        }
        gaveUp = _count - kept;
        _count = kept;
        return taken;
    }

    private void Fill(long sequence, MonoTime now)
    {
        if (Remove(sequence, out var hole) && hole.Tries > 0) Learn(now - hole.FirstAsked, hole.Tries);
    }

    private bool Remove(long sequence, out Hole hole)
    {
        for (var i = 0; i < _count && _holes[i].Sequence <= sequence; i++)
        {
            if (_holes[i].Sequence != sequence) continue;
            hole = _holes[i];
            _holes.AsSpan(i + 1, _count - i - 1).CopyTo(_holes.AsSpan(i));
            _count--;
            return true;
        }
        hole = default;
        return false;
    }

    /// <summary>
    /// After one request the repair can only answer that one. After several nobody knows which; but on a path slower than thought it is the first, and
    /// each asked for again too soon would go on being so.
    /// </summary>
    private void Learn(TimeSpan sample, int tries)
    {
        if (tries == 1) RoundTrip = ((RoundTrip * 7) + sample) / 8;
        else if (sample > RoundTrip) RoundTrip = ((RoundTrip * 3) + sample) / 4;
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private struct Hole
    {
        public long Sequence;
        public MonoTime Since, FirstAsked, Due;
        public int Tries;
    }
}
