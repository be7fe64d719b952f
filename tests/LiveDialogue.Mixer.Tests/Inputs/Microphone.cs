using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Native.Opus;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>A speaker whose sound goes through a bad network into one voice input, all in virtual time: what is pulled each 20 ms is kept.</summary>
internal sealed class Microphone : IDisposable
{
    private const int Frame = 960;
    private readonly OpusEncoder _encoder = new(channels: 1, bitsPerSecond: 32_000);
    private readonly SeededRandom _random;
    private readonly RtpSender _sender = new();
    private readonly PriorityQueue<(byte[] Packet, long Captured), long> _flying = new();
    private readonly short[] _pcm = new short[Frame];
    private readonly byte[] _packet = new byte[1276];
    private readonly List<byte[]> _encoded = [];
    private readonly float[] _pulled = new float[Frame * 2];
    private readonly Func<double, double> _wave;
    private long _captured;

    /// <param name="wave">The sound at a time in seconds of the sender's clock, -1..1.</param>
    public Microphone(int seed, Func<double, double> wave)
    {
        (_random, _wave) = (new(seed), wave);
        Console.WriteLine($"seed {seed}");
    }

    public AudioInput Input { get; } = new();

    /// <summary>Encodes two seconds and repeats the second one: for long runs of a sound that repeats each 20 ms.</summary>
    public bool Loops { get; init; }

    public double Loss { get; init; }

    /// <summary>What is lost is sent again and comes that much later, if it isn't lost again; null: never.</summary>
    public TimeSpan? RepairedAfter { get; init; }

    public TimeSpan Delay { get; init; } = 30.Milliseconds();

    public TimeSpan Jitter { get; init; }

    /// <summary>The sender's clock runs that much faster, in millionths.</summary>
    public double DriftPerMillion { get; init; }

    /// <summary>Whether a packet is sent, by the sender's time.</summary>
    public Func<TimeSpan, bool> Sends { get; init; } = _ => true;

    /// <summary>Called after each pull: the moment, and what is played from it on; null for silence.</summary>
    public Action<MonoTime, CaptureTime?> Pulled { get; init; } = (_, _) => { };

    /// <summary>Whether packets carry the sender's clock, by the sender's time.</summary>
    public Func<TimeSpan, bool> HasReports { get; init; } = _ => true;

    /// <summary>What was pulled, left channel.</summary>
    public List<float> Heard { get; } = [];

    /// <summary>Pulls that gave nothing.</summary>
    public List<TimeSpan> Silences { get; } = [];

    /// <summary>How long ago what was played was captured, by the sender's clock.</summary>
    public List<TimeSpan> Latencies { get; } = [];

    public TimeSpan Elapsed { get; private set; }

    public void RunFor(TimeSpan duration, TimeSpan? startPullingAfter = null)
    {
        var end = Elapsed + duration;
        for (; Elapsed < end; Elapsed += 20.Milliseconds())
        {
            var now = new MonoTime(1_000_000) + Elapsed;
            Capture(now);
            while (_flying.TryPeek(out var next, out var arrival) && arrival <= now.Microseconds)
            {
                _flying.Dequeue();
                Input.Receive(next.Packet, new(next.Captured, new MonoTime(arrival)));
            }
            if (startPullingAfter is { } later && Elapsed < later) continue;
            var isPlaying = Input.Pull(_pulled, now, out var playing);
            Pulled(now, isPlaying ? playing : null);
            if (!isPlaying) Silences.Add(Elapsed);
            else Latencies.Add(TimeSpan.FromMicroseconds(now.Microseconds - playing.SenderMicroseconds));
            for (var i = 0; i < Frame; i++) Heard.Add(_pulled[i * 2]);
        }
    }

    public void Dispose()
    {
        Input.Dispose();
        _encoder.Dispose();
    }

    // All that the sender's clock says was captured until now.
    private void Capture(MonoTime now)
    {
        while (true)
        {
            var sentAt = 1_000_000 + (long)((_captured + Frame) / 48_000d * 1_000_000 / (1 + (DriftPerMillion / 1e6)));
            if (sentAt > now.Microseconds) return;
            var encoded = Encode();
            var time = TimeSpan.FromSeconds(_captured / 48_000d);
            var packet = Sends(time) ? _sender.Voice(encoded, unchecked((uint)(_captured + 0xFFFF_0000))) : null;
            var captured = HasReports(time) ? sentAt - 20_000 : 0;
            _captured += Frame;
            if (packet is null) continue;
            if (_random.Chance(Loss))
            {
                if (RepairedAfter is not { } repair || _random.Chance(Loss)) continue;
                sentAt += (long)repair.TotalMicroseconds;
            }
            _flying.Enqueue((packet, captured), sentAt + (long)(Delay + (Jitter * _random.NextFraction())).TotalMicroseconds);
        }
    }

    private byte[] Encode()
    {
        var index = (int)(_captured / Frame);
        if (Loops && index >= 100) return _encoded[50 + (index % 50)];
        for (var i = 0; i < Frame; i++) _pcm[i] = (short)(_wave((_captured + i) / 48_000d) * 32_000);
        var packet = _packet[.._encoder.Encode(_pcm, _packet)];
        if (Loops) _encoded.Add(packet);
        return packet;
    }
}
