using System.Globalization;
using System.Text.RegularExpressions;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Codecs;

/// <summary>Captures of real publishers, from algesten/str0m's tests; without them these tests have nothing to do.</summary>
public sealed partial class CaptureTests
{
    [Fact]
    public void Every_packet_of_the_vp8_capture_has_the_fields_its_listing_says()
    {
        if (SharedVectors.File("pcap/vp8.pcap") is not { } capture || SharedVectors.File("pcap/vp8.txt") is not { } listing) return;

        var packets = SharedVectors.Payloads(capture);
        var lines = File.ReadAllLines(listing).Where(line => line.Length > 0).ToArray();
        Assert.Equal(lines.Length, packets.Count);
        for (var i = 0; i < lines.Length; i++)
        {
            var expected = Listed().Match(lines[i]);
            Assert.True(expected.Success, lines[i]);
            Assert.True(RtpPacket.TryParse(packets[i], out var packet));
            Assert.Equal(byte.Parse(expected.Groups["pt"].ValueSpan, CultureInfo.InvariantCulture), packet.PayloadType);
            Assert.Equal(uint.Parse(expected.Groups["ssrc"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), packet.Ssrc);
            Assert.Equal(ushort.Parse(expected.Groups["seq"].ValueSpan, CultureInfo.InvariantCulture), packet.SequenceNumber.Value);
            Assert.Equal(uint.Parse(expected.Groups["time"].ValueSpan, CultureInfo.InvariantCulture), packet.Timestamp);
            Assert.Equal(lines[i].Contains("Mark", StringComparison.Ordinal), packet.Marker);
            Assert.True(Vp8Descriptor.TryParse(packet.Payload, out var descriptor));
            if (lines[i].EndsWith("Keyframe", StringComparison.Ordinal)) Assert.True(descriptor.IsKeyframe);
            if (lines[i].EndsWith("Interframe", StringComparison.Ordinal)) Assert.True(descriptor is { IsStartOfFrame: true, IsKeyframe: false });
        }
    }

    [Fact]
    public void Picture_ids_of_the_vp8_capture_rise_by_one_per_frame()
    {
        if (SharedVectors.File("pcap/vp8.pcap") is not { } capture) return;

        ushort? last = null;
        foreach (var bytes in SharedVectors.Payloads(capture))
        {
            Assert.True(RtpPacket.TryParse(bytes, out var packet));
            if (!Vp8Descriptor.TryParse(packet.Payload, out var descriptor) || descriptor.PictureId is not { } pictureId) continue;
            if (last is { } previous) Assert.InRange((pictureId - previous) & 0x7FFF, 0, 1);
            last = pictureId;
        }
        Assert.NotNull(last);
    }

    [Fact]
    public void The_h264_capture_begins_with_a_keyframe_and_has_others_between()
    {
        if (SharedVectors.File("pcap/h264.pcap") is not { } capture) return;

        var keyframes = 0;
        var others = 0;
        foreach (var bytes in SharedVectors.Payloads(capture))
        {
            Assert.True(RtpPacket.TryParse(bytes, out var packet));
            if (packet.Payload.IsEmpty) continue;
            if (H264Unit.IsKeyframe(packet.Payload)) keyframes++;
            else others++;
            if (others == 1) Assert.True(keyframes > 0);
        }
        Assert.InRange(keyframes, 1, others);
    }

    [GeneratedRegex(@"PT=DynamicRTP-Type-(?<pt>\d+), SSRC=0x(?<ssrc>[0-9A-F]+), Seq=(?<seq>\d+), Time=(?<time>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();
}
