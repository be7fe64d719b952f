using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Media;

/// <summary>Packets of 20 ms with an Opus packet's head: 32 kb/s of speech to a forwarder.</summary>
internal sealed class SyntheticAudio : IAudioSource
{
    private const int Length = 80;
    private const byte TwentyMillisecondsOfCelt = 0xF8;
    private const byte Speech = 30;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private MonoTime? _start;
    private uint _sent;

    public MonoTime NextDue => _start is { } start ? start + (Frame * _sent) : default;

    public bool TryNext(MonoTime now, Span<byte> payload, out AudioFrame frame)
    {
        frame = default;
        _start ??= now;
        if (now < NextDue) return false;

        payload[..Length].Clear();
        payload[0] = TwentyMillisecondsOfCelt;
        frame = new(Length, Speech, _sent++ * 960);
        return true;
    }
}
