using System.Buffers.Binary;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>A source that sends what the estimate allows, in frames of 33 ms (RFC 8867 §4: 150 to 1,500 kbit/s), and asks for more after a calm.</summary>
internal sealed class AdaptiveFlow(MonoTime start, MonoTime? stop = null) : IFlow
{
    private const long Least = 150_000, Most = 1_500_000;
    private const int PacketLength = 1000;
    private static readonly TimeSpan Frame = 33.Milliseconds();
    private static readonly TimeSpan Calm = 5.Seconds();

    private readonly TransportFeedbackBuilder _feedback = new(1);
    private readonly byte[] _packet = new byte[PacketLength];
    private readonly byte[] _report = new byte[1200];
    private MonoTime _nextFrame, _nextProbe;
    private ushort _next;
    private long _owed;
    private long _received;
    private MonoTime _counted;

    public PathEstimator Path { get; } = new();

    public bool IsPaused { get; set; }

    /// <summary>What it sends, in bits per second.</summary>
    public long Rate => Math.Clamp(Path.BitsPerSecond, Least, Most);

    /// <summary>What arrived since the last call, in bits per second.</summary>
    public long TakeReceived(MonoTime now)
    {
        var rate = _received * 8 * 1_000_000 / Math.Max(1, now.Microseconds - _counted.Microseconds);
        (_received, _counted) = (0, now);
        return rate;
    }

    public void Send(MonoTime now, Media sink)
    {
        if (now < start || now >= stop || IsPaused) return;
        if (_nextFrame == default)
        {
            (_nextFrame, _nextProbe) = (now, now + Calm);
            Path.BeginProbe(1_000_000, now);
        }
        Path.Tick(now);
        if (now >= _nextFrame)
        {
            if (now - _nextFrame > Frame * 2) _nextFrame = now;         // after a pause
            _nextFrame += Frame;
            _owed = Math.Min(_owed, 0) + (Rate * Frame.Ticks / TimeSpan.TicksPerSecond / 8);
        }
        // Paced over two thirds of the frame's time.
        for (var slice = 0; _owed > 0 && slice < 2; slice++) SendOne((int)Math.Min(_owed, PacketLength), now, sink);
        for (var padding = Path.TakePadding(now); padding > 0; padding -= 250) SendOne(250, now, sink);
        if (now < _nextProbe || Path.IsProbing || now - Path.LastDecrease < Calm || Rate == Most) return;
        _nextProbe = now + Calm;
        Path.BeginProbe(Path.BitsPerSecond * 3 / 2, now);
    }

    public void Arrived(ReadOnlySpan<byte> packet, MonoTime now, Media report)
    {
        _received += packet.Length;
        _feedback.OnPacket(BinaryPrimitives.ReadUInt16BigEndian(packet), 1, packet.Length, now);
    }

    public void Run(MonoTime now, Media report)
    {
        while (_feedback.TryWrite(_report, now, out var length)) report(_report.AsSpan(0, length));
    }

    public void Reported(ReadOnlySpan<byte> report, MonoTime now)
    {
        foreach (var packet in RtcpPackets.Enumerate(report))
            if (TransportFeedback.TryParse(packet, out var feedback)) Path.OnFeedback(feedback, now);
    }

    private void SendOne(int length, MonoTime now, Media sink)
    {
        length = Math.Max(length, 20);
        BinaryPrimitives.WriteUInt16BigEndian(_packet, _next);
        Path.OnSent(_next, length, now);
        unchecked { _next++; }
        _owed -= length;
        sink(_packet.AsSpan(0, length));
    }
}
