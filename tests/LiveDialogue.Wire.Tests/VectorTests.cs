using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests;

/// <summary>The whole packets under Vectors/, read field by field.</summary>
public sealed class VectorTests
{
    [Fact]
    public void The_vp8_packet_reads_as_its_comment_says()
    {
        Assert.True(RtpPacket.TryParse(HexVector.Read("rtp-vp8"), out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(96, packet.PayloadType);
        Assert.True(packet.Extensions.TryGet(4, out var mid));
        Assert.Equal("1"u8, mid);
        Assert.True(packet.Extensions.TryGet(10, out var rid));
        Assert.Equal("q"u8, rid);
        Assert.True(packet.Extensions.TryGet(3, out var counter));
        Assert.Equal("0102", Convert.ToHexString(counter));

        Assert.True(Vp8Descriptor.TryParse(packet.Payload, out var descriptor));
        Assert.True(descriptor.IsKeyframe);
        Assert.Equal((ushort)0x0123, descriptor.PictureId);
        Assert.Equal((byte)7, descriptor.Tl0PicIdx);
        Assert.Equal((byte)0, descriptor.TemporalLayer);
        Assert.True(Vp8KeyframeSize.TryParse(packet.Payload, out var size));
        Assert.Equal(new Vp8KeyframeSize(640, 360), size);
    }

    [Fact]
    public void The_opus_packet_reads_as_its_comment_says()
    {
        Assert.True(RtpPacket.TryParse(HexVector.Read("rtp-opus"), out var packet));
        Assert.Equal(111, packet.PayloadType);
        Assert.Equal(4, packet.PaddingLength);
        Assert.Equal(6, packet.Payload.Length);
        Assert.True(packet.Extensions.TryGet(1, out var level));
        Assert.Equal(0xA3, level[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(20), Opus.Duration(packet.Payload));
    }

    [Theory]
    [InlineData("rtcp-compound", "SenderReport/1 SourceDescription/1 PayloadFeedback/15")]
    [InlineData("rtcp-feedback", "RtpFeedback/1 PayloadFeedback/1 PayloadFeedback/4 RtpFeedback/15 Goodbye/1")]
    public void The_compounds_hold_what_their_comments_say(string vector, string expected)
    {
        var packets = RtcpPackets.Enumerate(HexVector.Read(vector));
        Assert.False(packets.IsMalformed);
        var types = new List<string>();
        foreach (var packet in packets) types.Add($"{packet.Type}/{packet.Count}");
        Assert.Equal(expected, string.Join(' ', types));
    }
}
