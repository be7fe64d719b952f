using BenchmarkDotNet.Attributes;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Benchmarks;

/// <summary>What Wire costs per packet on the forwarding path. Every row must allocate 0 B.</summary>
[MemoryDiagnoser]
public class WirePacketBenchmarks
{
    private const int Feedbacks = 100;

    private readonly byte[] _packet = new byte[1200];
    private readonly byte[] _copy = new byte[1200];
    private readonly byte[] _feedback = new byte[1200];
    private readonly MonoTime?[] _arrivals = new MonoTime?[Feedbacks];
    private int _feedbackLength;

    [GlobalSetup]
    public void SetUp()
    {
        var builder = new RtpHeaderBuilder(_packet, 96, marker: false, 14260, 3190208834, 0xEEDF3944);
        builder.TryAdd(4, "1"u8);
        builder.TryAdd(3, [1, 2]);
        builder.TryAdd(10, "q"u8);
        var header = builder.Finish();
        // A keyframe's start with a 15-bit picture id, TL0PICIDX, temporal layer and key index.
        ((ReadOnlySpan<byte>)[0x90, 0xF0, 0x81, 0x23, 0x07, 0x00, 0x50, 0x35, 0x01]).CopyTo(_packet.AsSpan(header));
        _packet.CopyTo(_copy, 0);

        // One lost in ten, one late in ten.
        for (var i = 0; i < Feedbacks; i++) _arrivals[i] = i % 10 == 5 ? null : new MonoTime(1_000_000 + (i * 1000) - (i % 10 == 7 ? 3000 : 0));
        _feedbackLength = TransportFeedback.Write(_feedback, 1, 2, 3, new(65500), _arrivals, out _);
    }

    [Benchmark]
    public int ParseRtp() => RtpPacket.TryParse(_packet, out var packet) ? packet.Payload.Length : 0;

    [Benchmark]
    public int FindExtension() =>
        RtpPacket.TryParse(_packet, out var packet) && packet.Extensions.TryGet(10, out var rid) ? rid[0] : 0;

    [Benchmark]
    public bool ParseVp8() =>
        RtpPacket.TryParse(_packet, out var packet) && Vp8Descriptor.TryParse(packet.Payload, out var descriptor) && descriptor.IsKeyframe;

    /// <summary>What a subscribed track does to one packet before SRTP, less the copy of the payload.</summary>
    [Benchmark]
    public int Rewrite()
    {
        if (!RtpPacket.TryParse(_packet, out var packet) || !Vp8Descriptor.TryParse(packet.Payload, out var descriptor)) return 0;

        var builder = new RtpHeaderBuilder(_copy, 102, packet.Marker, packet.SequenceNumber.Plus(77).Value, packet.Timestamp + 90_000, 42);
        builder.TryAdd(1, "17"u8);
        builder.TryAdd(5, [3, 4]);
        var length = builder.Finish();
        Vp8Descriptor.Rewrite(_copy.AsSpan(length), descriptor, 0x1234, 0x56);
        return length;
    }

    [Benchmark]
    public int WriteTransportFeedback() => TransportFeedback.Write(_feedback, 1, 2, 3, new(65500), _arrivals, out _);

    [Benchmark]
    public int ReadTransportFeedback()
    {
        var received = 0;
        foreach (var packet in RtcpPackets.Enumerate(_feedback.AsSpan(0, _feedbackLength)))
        {
            if (!TransportFeedback.TryParse(packet, out var feedback)) continue;
            foreach (var arrival in feedback) received += arrival.Received ? 1 : 0;
        }
        return received;
    }
}
