using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Stun;
using Xunit.Abstractions;

namespace LiveDialogue.Wire.Tests;

/// <summary>What a bad network or a bad peer makes of good packets: cut short, a bit flipped, many bytes changed.</summary>
[Collection(Alone.Name)]
public sealed class DamagedPacketTests(ITestOutputHelper output)
{
    private const int Seed = 20261;

    public static TheoryData<string> Vectors =>
        ["rtp-vp8", "rtp-opus", "rtp-red", "rtcp-compound", "rtcp-feedback", "stun-sample-request", "stun-sample-ipv4-response", "stun-sample-ipv6-response"];

    [Theory, MemberData(nameof(Vectors))]
    public void Every_truncation_is_read_or_refused(string vector)
    {
        var original = HexVector.Read(vector);
        for (var length = 0; length <= original.Length; length++) ReadEverything(original.AsSpan(0, length));
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Every_flipped_bit_is_read_or_refused(string vector)
    {
        var bytes = HexVector.Read(vector);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ReadEverything(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Random_damage_is_read_or_refused_without_allocation(string vector)
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var original = HexVector.Read(vector);
        var damaged = (byte[])original.Clone();
        ReadEverything(damaged);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20_000; round++)
        {
            original.CopyTo(damaged, 0);
            for (var changes = random.Next(1, 6); changes > 0; changes--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReadEverything(damaged.AsSpan(0, random.Next(damaged.Length + 1)));
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Every parser on every input: a demultiplexer may be wrong, and SRTP's authentication is no proof of good form.
    private static void ReadEverything(ReadOnlySpan<byte> input)
    {
        _ = Datagram.KindOf(input);
        ReadRtp(input);
        ReadRtcp(input);
        if (!StunMessage.TryParse(input, out var message)) return;
        _ = (message.Priority, message.IceControlled, message.IceControlling, message.ErrorCode, message.HasUseCandidate);
        _ = message.TryGetUfrags(out _, out _);
        _ = message.TryGetMappedAddress(stackalloc byte[16], out _, out _);
        _ = message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBt"u8);
        _ = message.VerifyFingerprint();
    }

    private static void ReadRtp(ReadOnlySpan<byte> input)
    {
        if (!RtpPacket.TryParse(input, out var packet)) return;

        var length = 0;
        foreach (var element in packet.Extensions) length += 1 + element.Value.Length;
        if (length > packet.HeaderLength || packet.HeaderLength + packet.Payload.Length + packet.PaddingLength != input.Length)
            throw new InvalidOperationException("The parts are more than the whole.");
        _ = Vp8Descriptor.TryParse(packet.Payload, out _);
        _ = Vp8KeyframeSize.TryParse(packet.Payload, out _);
        _ = H264Unit.IsKeyframe(packet.Payload);
        _ = Opus.Duration(packet.Payload);
        if (!RedPayload.TryParse(packet.Payload, out var red)) return;
        foreach (var block in red) _ = Opus.Duration(packet.Payload.Slice(block.Start, block.Length));
    }

    private static void ReadRtcp(ReadOnlySpan<byte> input)
    {
        foreach (var packet in RtcpPackets.Enumerate(input))
        {
            if (SenderReport.TryParse(packet, out var sender))
            {
                foreach (var block in sender.Reports) _ = block.Jitter;
            }
            if (ReceiverReport.TryParse(packet, out var receiver))
            {
                foreach (var block in receiver.Reports) _ = block.Jitter;
            }
            _ = SourceDescription.TryParse(packet, out _);
            if (Goodbye.TryParse(packet, out var goodbye))
            {
                for (var i = 0; i < goodbye.Count; i++) _ = goodbye[i];
            }
            ReadFeedback(packet);
            _ = ReceiverReferenceTime.TryFindAnswer(packet, 1, out _, out _);
        }
    }

    private static void ReadFeedback(in RtcpPacket packet)
    {
        if (GenericNack.TryParse(packet, out var nack))
        {
            foreach (var number in nack) _ = number.Next;
        }
        if (TransportFeedback.TryParse(packet, out var feedback))
        {
            var count = 0;
            foreach (var _ in feedback) count++;
            if (count != feedback.StatusCount) throw new InvalidOperationException("Not as many statuses as announced.");
        }
        if (FullIntraRequest.TryParse(packet, out var request))
        {
            for (var i = 0; i < request.Count; i++) _ = request[i];
        }
        if (ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate))
        {
            for (var i = 0; i < estimate.Count; i++) _ = estimate[i];
        }
        _ = PictureLossIndication.TryParse(packet, out _);
    }
}
