using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Io;

/// <summary>
/// The program's own pace: pictures at the frame rate, sound every 20 ms, whichever is due first, whatever the inputs do.
/// No sound frame is ever skipped. A picture that comes late is drawn, or repeated where the next one is due too, so that none is missing;
/// only what lies more than <see cref="MostBehind"/> back is given up. After a standstill longer than <see cref="LongestStandstill"/> nothing is
/// made up for: the program goes on where it stood, at a later hour. One thread; allocates nothing.
/// </summary>
internal sealed class ProgramLoop
{
    /// <summary>After a standstill of the whole process, older pictures aren't made up for.</summary>
    public static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(1);

    /// <summary>As much sound as the encoder's feed keeps. An hour of it would take minutes to make, and nobody waits for it.</summary>
    public static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(5);

    private readonly IMixClock _clock;
    private readonly IProgramSteps _steps;
    private readonly int _framesPerSecond;
    private readonly RateGovernor _governor = new();
    private MonoTime _zero;
    private long _tick;
    private long _frame;
    private long _missed;
    private long _repeated;

    /// <param name="start">When tick 0 and sound frame 0 are due.</param>
    /// <param name="framesPerSecond">The full rate.</param>
    public ProgramLoop(IMixClock clock, IProgramSteps steps, MonoTime start, int framesPerSecond)
    {
        (_clock, _steps, _framesPerSecond) = (clock, steps, framesPerSecond);
        _zero = start - ProgramTime.Start;
    }

    /// <summary>Of pictures: from due to begun.</summary>
    public Lateness Lateness { get; } = new();

    /// <summary>Pictures given up, at the rate of their time.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Pictures shown once more instead of drawn.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>The next thing that is due: waits for it, then does it.</summary>
    public void Step()
    {
        var picture = DueAt(_tick);
        var sound = _zero + ProgramTime.OfSound(_frame);
        var behind = _clock.Now - (sound < picture ? sound : picture);
        if (behind > LongestStandstill)
        {
            _zero += behind;
            _steps.StoodStill(ProgramTime.OfTick(_tick, _framesPerSecond), behind);
        }
        else if (sound < picture)
        {
            _clock.WaitUntil(sound);
            _steps.Sound(_frame++, sound);
        }
        else
        {
            _clock.WaitUntil(picture);
            Picture(picture);
        }
    }

    private void Picture(MonoTime due)
    {
        var tick = _tick;
        _tick = After(tick);
        var now = _clock.Now;
        var late = now - due;
        Lateness.Note(late);
        var repeat = DueAt(_tick) <= now;
        if (_governor.Note(now, repeat, _steps.Backlog(now))) _steps.RateChanged(_governor.Stride, _governor.Last);
        if (late > MostBehind)
        {
            _missed++;
            return;
        }
        if (repeat) _repeated++;
        _steps.Picture(tick, due, repeat);
    }

    private MonoTime DueAt(long tick) => _zero + ProgramTime.OfTick(tick, _framesPerSecond);

    // Keyframes are due every two seconds: at every rate the tick that begins such a group is one of those drawn.
    private long After(long tick)
    {
        var group = 2 * _framesPerSecond;
        var place = (tick % group / _governor.Stride * _governor.Stride) + _governor.Stride;
        return (tick / group * group) + Math.Min(place, group);
    }
}
