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
    private readonly Action<int> _rateChanged;
    private readonly float[] _samples = new float[ProgramTime.SamplesPerFrame * ProgramTime.Channels];
    private ProgramTick? _last;
    private bool _lastWasSlate;
    private volatile bool _killed;

    /// <param name="program">Draws what the program shows.</param>
    /// <param name="slate">Draws what is shown instead while it is killed: another one, so that it is there at once and nobody fades out.</param>
    /// <param name="rateChanged">Told the stride; the program's thread.</param>
    public ProgramSteps(
        FramePool pool, IProgramPainter program, IProgramPainter slate, IProgramInputs inputs, Encoder encoder, RtpOutput rtp, KeyframeRequests keyframes, Action<int> rateChanged)
    {
        (_pool, _program, _slate, _inputs) = (pool, program, slate, inputs);
        (_encoder, _rtp, _keyframes, _rateChanged) = (encoder, rtp, keyframes, rateChanged);
    }

    public int Backlog => _encoder.Feed.Waiting;

    /// <summary>Slate and silence from the next picture and the next sound on. Any thread.</summary>
    public bool Killed
    {
        get => _killed;
        set
        {
            _killed = value;
            _keyframes.Want();
        }
    }

    public void Picture(long tick, MonoTime due, bool repeat)
    {
        var killed = _killed;
        if (!repeat || _last is null || killed != _lastWasSlate) Draw(killed, due);
        if (_last is not { } picture) return;

        picture.Hold();
        _encoder.Feed.Offer(picture with { Number = tick, Keyframe = _keyframes.IsKeyframe(tick) }, due);
        _encoder.Watch(due);
    }

    public void Sound(long frame, MonoTime due)
    {
        _inputs.PullSound(_samples, due);
        if (_killed) Array.Clear(_samples);
        _encoder.Feed.OfferSound(_samples);
        _rtp.Sound(frame, _samples);
    }

    public void RateChanged(int stride) => _rateChanged(stride);

    /// <summary>After the program's thread has ended.</summary>
    public void Dispose()
    {
        _last?.Release();
        _last = null;
    }

    private void Draw(bool killed, MonoTime due)
    {
        var large = Rent(0);
        (killed ? _slate : _program).Draw(large, _inputs, due);
        var (middle, small) = (Rent(1), Rent(2));
        Ladder.Scale(large, middle);
        Ladder.Scale(middle, small);
        _last?.Release();
        (_last, _lastWasSlate) = (new ProgramTick(0, Keyframe: false, large, middle, small), killed);
    }

    private Frame Rent(int layer) => _pool.Rent(VideoLayer.All[layer].Width, VideoLayer.All[layer].Height);
}
