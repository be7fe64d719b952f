using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Io;

/// <summary>
/// Lowers the program's rate to a half, then to a third, while the machine can't keep up, and raises it again after a calm time:
/// five seconds, since workers that start make any program rough; twice as long each time that it had to be lowered soon after.
/// One standstill, however long, changes nothing: any machine has some; nor do a few within two seconds, as when workers start. What counts is a share
/// of ticks behind, standstills that go on, or a backlog that doesn't fall.
/// </summary>
internal sealed class RateGovernor
{
    /// <summary>Ticks the encoder may be behind: a fifth of a second at the full rate.</summary>
    public const int MostBacklog = 6;

    /// <summary>A backlog that became smaller by as many in a window will be gone soon.</summary>
    private const int Falls = MostBacklog / 2;

    private const int LowestStride = 3;
    private const int MostStandstills = 2;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestCalm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private MonoTime _windowStart;
    private MonoTime _calmSince;
    private MonoTime _raised;
    private TimeSpan _calm = ShortestCalm;
    private int _ticks;
    private int _standstills;
    private int _behind;
    private int _backlogged;
    private int _backlogBefore;
    private bool _wasRough;
    private bool _wasBehind;
    private bool _begun;

    /// <summary>Of so many ticks of the full rate, one is drawn.</summary>
    public int Stride { get; private set; } = 1;

    /// <summary>The last two seconds that were whole.</summary>
    public RateEvidence Last { get; private set; }

    /// <param name="behind">The next tick was due as well when this one began.</param>
    /// <param name="backlog">Pictures the encoder hasn't taken.</param>
    /// <returns>True when <see cref="Stride"/> is another one now.</returns>
    public bool Note(MonoTime now, bool behind, int backlog)
    {
        if (!_begun) (_begun, _windowStart, _calmSince) = (true, now, now);
        if (behind) _behind++;
        if (behind && !_wasBehind) _standstills++;
        if (backlog > MostBacklog) _backlogged++;
        if (behind || backlog > MostBacklog) _calmSince = now;
        (_wasBehind, _ticks) = (behind, _ticks + 1);
        if (now - _windowStart < Window) return false;

        var isRough = _standstills > MostStandstills;
        var persistent = (isRough && (_wasRough || _behind * 4 >= _ticks)) || (_backlogged * 3 >= _ticks && backlog > _backlogBefore - Falls);
        _wasRough = isRough && !persistent;
        Last = new(_ticks, _behind, _standstills, _backlogged);
        (_windowStart, _ticks, _standstills, _behind, _backlogged, _backlogBefore) = (now, 0, 0, 0, 0, backlog);
        return persistent ? TryLower(now) : now - _calmSince >= _calm && TryRaise(now);
    }

    private bool TryLower(MonoTime now)
    {
        if (Stride == LowestStride) return false;
        if (_raised != default) _calm = now - _raised > Soon ? ShortestCalm : _calm * 2 < LongestCalm ? _calm * 2 : LongestCalm;
        Stride++;
        return true;
    }

    private bool TryRaise(MonoTime now)
    {
        if (Stride == 1) return false;
        (_calmSince, _raised) = (now, now);    // the next step up needs a calm time of its own
        Stride--;
        return true;
    }
}
