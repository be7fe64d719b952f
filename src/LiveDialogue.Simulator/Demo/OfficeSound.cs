using LiveDialogue.Native.Opus;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Demo;

/// <summary>An office's microphone: its turns, encoded as Opus, with the level of each frame.</summary>
internal sealed class OfficeSound(int office, Turns turns, MonoTime start) : IAudioSource, IDisposable
{
    private const int Samples = 960;
    private const int BitsPerSecond = 32_000;
    private const byte Silence = 127;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private readonly OpusEncoder _encoder = new(channels: 1, BitsPerSecond);
    private readonly short[] _pcm = new short[Samples];
    private long _next = -1;

    public MonoTime NextDue => _next < 0 ? default : start + (Frame * _next);

    public bool TryNext(MonoTime now, Span<byte> payload, out AudioFrame frame)
    {
        frame = default;
        var current = (now - start).Ticks / Frame.Ticks;
        if (_next < 0 || current - _next > 25) _next = current; // after half a second away: go on at the present
        if (now < NextDue) return false;

        turns.Read(office, Frame * _next, _pcm);
        var length = _encoder.Encode(_pcm, payload[..400]);
        frame = new(length, Level(_pcm), (uint)(_next * Samples));
        _next++;
        return length > 0;
    }

    public void Dispose() => _encoder.Dispose();

    /// <summary>RMS below full scale in dB, as RFC 6464 counts.</summary>
    internal static byte Level(ReadOnlySpan<short> pcm)
    {
        double squares = 0;
        foreach (var sample in pcm) squares += (double)sample * sample;
        var rms = Math.Sqrt(squares / pcm.Length) / short.MaxValue;
        return rms < 1e-6 ? Silence : (byte)Math.Clamp(Math.Round(-20 * Math.Log10(rms)), 0, 127);
    }
}
