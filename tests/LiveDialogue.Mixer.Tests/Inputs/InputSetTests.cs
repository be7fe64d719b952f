using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Sound;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Native.Opus;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Several voices to one sound, in virtual time, from RTP to samples.</summary>
public sealed class InputSetTests : IDisposable
{
    private const int Frame = 960;

    private readonly FramePool _pool = new();
    private readonly InputSet _inputs;
    private readonly float[] _out = new float[SoundFormat.FrameFloats];
    private readonly Dictionary<string, (OpusEncoder Encoder, RtpSender Sender, double Hertz)> _voices = [];
    private readonly short[] _pcm = new short[Frame];
    private readonly byte[] _packet = new byte[1276];
    private MonoTime _now = new(2_000_000);
    private int _frame;

    public InputSetTests() => _inputs = new(_pool, new WorkerStarter(NullLogger.Instance), new Observed(), NullLogger.Instance);

    [Fact]
    public void Everybody_audible_is_heard_and_nobody_else()
    {
        Speak("amina", 400);
        Speak("joseph", 1000);
        Speak("stranger", 3000);
        _inputs.Set([Audible("amina"), Audible("joseph")]);
        Run(2.Seconds());
        var both = Run(1.Seconds());
        Assert.True(Tones.Amplitude(both, 400) > 0.03);
        Assert.True(Tones.Amplitude(both, 1000) > 0.03);
        Assert.InRange(Tones.Amplitude(both, 3000), 0, 0.001);

        _inputs.Set([Audible("amina"), Audible("joseph") with { Audible = false }]);
        Run(1.Seconds());
        var one = Run(1.Seconds());
        Assert.True(Tones.Amplitude(one, 400) > 0.03);
        Assert.InRange(Tones.Amplitude(one, 1000), 0, 0.0005);
    }

    [Fact]
    public void Who_is_taken_out_fades_within_a_frame_and_leaves_exact_silence()
    {
        Speak("amina", 400);
        _inputs.Set([Audible("amina")]);
        Run(2.Seconds());
        _inputs.Set([]);
        var fading = Run(40.Milliseconds());
        for (var i = 1; i < fading.Count; i++) Assert.InRange(Math.Abs(fading[i] - fading[i - 1]), 0, 0.05);
        Assert.All(Run(200.Milliseconds()), sample => Assert.Equal(0f, sample));
        Assert.Null(_inputs.Find("amina"));
    }

    [Fact]
    public void Each_pull_gives_a_whole_frame_whatever_the_inputs_do()
    {
        _inputs.Set([Audible("amina")]);
        for (var i = 0; i < 10; i++)
        {
            _out.AsSpan().Fill(float.NaN);
            Pull();
            Assert.DoesNotContain(_out, float.IsNaN);
        }
    }

    [Fact]
    public void Pulling_sound_allocates_nothing()
    {
        Speak("amina", 400);
        Speak("joseph", 1000);
        _inputs.Set([Audible("amina"), Audible("joseph")]);
        Run(3.Seconds());
        var allocating = 0;
        for (var i = 0; i < 100; i++)
        {
            Send();
            var before = GC.GetAllocatedBytesForCurrentThread();
            _inputs.PullSound(_out, _now);
            if (GC.GetAllocatedBytesForCurrentThread() != before) allocating++;
            _now += 20.Milliseconds();
        }
        // A collection that another test causes takes this thread's room for small objects, which is counted as if it had used it.
        Assert.InRange(allocating, 0, 5);
    }

    public void Dispose()
    {
        _inputs.Dispose();
        foreach (var voice in _voices.Values) voice.Encoder.Dispose();
        _pool.Dispose();
    }

    private static MixInput Audible(string speaker) => new(speaker, Audible: true, Visible: true, 0);

    private void Speak(string speaker, double hertz) => _voices[speaker] = (new(channels: 1, bitsPerSecond: 48_000), new(), hertz);

    private List<float> Run(TimeSpan duration)
    {
        List<float> left = [];
        for (var end = _now + duration; _now < end;)
        {
            Pull();
            for (var i = 0; i < _out.Length; i += 2) left.Add(_out[i]);
        }
        return left;
    }

    private void Pull()
    {
        Send();
        _inputs.PullSound(_out, _now);
        _now += 20.Milliseconds();
    }

    private void Send()
    {
        foreach (var (speaker, voice) in _voices)
        {
            for (var i = 0; i < Frame; i++) _pcm[i] = (short)(8_000 * Math.Sin(2 * Math.PI * voice.Hertz * ((_frame * (double)Frame) + i) / 48_000));
            var length = voice.Encoder.Encode(_pcm, _packet);
            var rtp = voice.Sender.Voice(_packet.AsSpan(0, length), (uint)(_frame * Frame));
            _inputs.Receive(new(speaker, SourceKind.Voice), InputCodec.Opus, rtp, 0, _now);
        }
        _frame++;
    }
}
