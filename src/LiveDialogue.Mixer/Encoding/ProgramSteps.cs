using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>What one tick is: draw, scale, hand over; and 20 ms of sound: mix, hand over. The program's thread; allocates nothing.</summary>
internal sealed class ProgramSteps : IProgramSteps, IDisposable
{
    private readonly FramePool _pool;
    private readonly IProgramPainter _program;
    private readonly IProgramPainter _slate;
    private readonly IProgramInputs _inputs;
    private readonly Encoder _encoder;
    private readonly RtpOutput _rtp;
    private readonly KeyframeRequests _keyframes;
    private readonly Action<int, RateEvidence> _rateChanged;
    private readonly Action<TimeSpan, TimeSpan> _stoodStill;
    private readonly float[] _samples = new float[ProgramTime.SamplesPerFrame * ProgramTime.Channels];
    private ProgramTick? _last;
    private bool _lastWasSlate;
    private volatile bool _killed;
    private int _cutAsked;

    /// <param name="program">Draws what the program shows.</param>
    /// <param name="slate">Draws what is shown instead while it is killed: another one, so that it is there at once and nobody fades out.</param>
    /// <param name="rateChanged">Told the stride and why; the program's thread.</param>
    /// <param name="stoodStill">Told what <see cref="IProgramSteps.StoodStill"/> says; the program's thread.</param>
    public ProgramSteps(
        FramePool pool, IProgramPainter program, IProgramPainter slate, IProgramInputs inputs, Encoder encoder, RtpOutput rtp, KeyframeRequests keyframes,
        Action<int, RateEvidence> rateChanged, Action<TimeSpan, TimeSpan> stoodStill)
    {
        (_pool, _program, _slate, _inputs) = (pool, program, slate, inputs);
        (_encoder, _rtp, _keyframes, _rateChanged, _stoodStill) = (encoder, rtp, keyframes, rateChanged, stoodStill);
    }

    public int Backlog(MonoTime now) => _encoder.Behind(now);

    /// <summary>Raised by the program's thread, before it draws: the tick from which on nothing is seen of what was before <see cref="Kill"/>.</summary>
    public event Action<long>? Cut;

    public bool Killed => _killed;

    /// <summary>Slate and silence from the next picture and the next sound on. Any thread.</summary>
    public void Kill()
    {
        _killed = true;
        Volatile.Write(ref _cutAsked, 1);
    }

    /// <summary>The program again, from the next picture on. Any thread.</summary>
    public void Resume() => _killed = false;

    public void Picture(long tick, MonoTime due, bool repeat)
    {
        var isCut = Interlocked.Exchange(ref _cutAsked, 0) == 1;    // first: then what is looked at next is as new as the wish, or newer
        var killed = _killed;
        if (isCut)
        {
            _keyframes.Demand();
            Cut?.Invoke(tick);
        }
        try
        {
            if (!repeat || _last is null || killed != _lastWasSlate) Draw(killed, due);
        }
        finally
        {
            // Also after a fault: the last picture is shown once more.
            if (_last is { } picture && (!killed || _lastWasSlate)) Offer(picture with { Number = tick, Keyframe = _keyframes.IsKeyframe(tick) }, due);
        }
    }

    public void Sound(long frame, MonoTime due)
    {
        var pulled = false;
        try
        {
            _inputs.PullSound(_samples, due);
            pulled = true;
        }
        finally
        {
            // Also after a fault: a frame left out would shift all that follow against the picture.
            if (_killed || !pulled) Array.Clear(_samples);
            _encoder.Feed.OfferSound(_samples);
            _rtp.Sound(frame, _samples);
        }
    }

    public void StoodStill(TimeSpan from, TimeSpan by)
    {
        _keyframes.Want();
        _encoder.Feed.Excuse(by);
        _rtp.Shift(by);
        _stoodStill(from, by);
    }

    public void RateChanged(int stride, in RateEvidence because) => _rateChanged(stride, because);

    /// <summary>After the program's thread has ended.</summary>
    public void Dispose()
    {
        _last?.Release();
        _last = null;
    }

    private void Offer(in ProgramTick picture, MonoTime due)
    {
        picture.Hold();
        _encoder.Feed.Offer(picture, due);
        _encoder.Watch(due);
    }

    private void Draw(bool killed, MonoTime due)
    {
        var picture = new ProgramTick(0, Keyframe: false, Rent(0), Rent(1), Rent(2));
        try
        {
            (killed ? _slate : _program).Draw(picture.Large, _inputs, due);
            Ladder.Scale(picture.Large, picture.Middle);
            Ladder.Scale(picture.Middle, picture.Small);
        }
        catch
        {
            picture.Release();
            throw;
        }
        _last?.Release();
        if (killed != _lastWasSlate) _keyframes.Demand();
        if (killed && !_lastWasSlate) _encoder.Feed.Replace(picture);
        (_last, _lastWasSlate) = (picture, killed);
    }

    private Frame Rent(int layer) => _pool.Rent(VideoLayer.All[layer].Width, VideoLayer.All[layer].Height);
}
