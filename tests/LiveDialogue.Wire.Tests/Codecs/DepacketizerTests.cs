using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Codecs;

public sealed class DepacketizerTests
{
    private const string Vp8Key = "10 503501 9D012A 4001 B400";
    private const string Sps = "6742C00BD901419F9F011000000300100000030140F142A480";
    private const string Pps = "68CE3C80";
    private const string StapA = "78 0019" + Sps + "0004" + Pps;

    [Fact]
    public void A_vp8_frame_of_several_packets_is_put_together()
    {
        var vp8 = new Vp8Depacketizer();
        Assert.False(Add(vp8, Vp8Key, 1, marker: false));
        Assert.True(Add(vp8, "00 AABB", 1, marker: true));
        Assert.Equal("5035019D012A4001B400AABB", Convert.ToHexString(vp8.Frame));
        Assert.True(vp8.IsKeyframe);
        Assert.Equal((320, 180), vp8.Size);
        Assert.True(Add(vp8, "10 01 02 03", 2, marker: true));
        Assert.False(vp8.IsKeyframe);
        Assert.Equal((320, 180), vp8.Size);
    }

    [Fact]
    public void Nothing_passes_before_the_first_keyframe_and_after_a_gap()
    {
        var vp8 = new Vp8Depacketizer();
        Assert.False(Add(vp8, "10 010203", 1, marker: true));
        Assert.True(Add(vp8, Vp8Key, 2, marker: true));
        Assert.True(Add(vp8, "10 010203", 3, marker: true));
        Assert.False(Add(vp8, "10 010203", 4, marker: true, afterGap: true));
        Assert.True(vp8.NeedsKeyframe);
        Assert.False(Add(vp8, "10 010203", 5, marker: true));
        Assert.True(Add(vp8, Vp8Key, 6, marker: true));
        Assert.Equal(3, vp8.DroppedFrames);
    }

    [Fact]
    public void A_keyframe_that_a_gap_cut_does_not_pass()
    {
        var vp8 = new Vp8Depacketizer();
        Add(vp8, Vp8Key, 1, marker: false);
        Assert.False(Add(vp8, "00 AABB", 1, marker: true, afterGap: true));
        Assert.False(Add(vp8, "00 AABB", 2, marker: true, afterGap: true));
        Assert.True(Add(vp8, Vp8Key, 3, marker: true, afterGap: true));                     // the gap was before it
    }

    [Fact]
    public void A_marker_that_never_came_costs_the_frame()
    {
        var vp8 = new Vp8Depacketizer();
        Add(vp8, Vp8Key, 1, marker: false);
        Assert.False(Add(vp8, "10 010203", 2, marker: true));
        Assert.True(vp8.NeedsKeyframe);
    }

    [Fact]
    public void Padding_alone_is_no_part_of_a_frame()
    {
        var vp8 = new Vp8Depacketizer();
        Add(vp8, Vp8Key, 1, marker: false);
        Assert.False(Add(vp8, "", 9, marker: false));
        Assert.True(Add(vp8, "00 AABB", 1, marker: true));
    }

    [Fact]
    public void An_h264_picture_of_all_three_shapes_becomes_annex_b()
    {
        var h264 = new H264Depacketizer();
        Assert.False(Add(h264, StapA, 1, marker: false));
        Assert.False(Add(h264, "7C85 8884", 1, marker: false));
        Assert.False(Add(h264, "7C05 8485", 1, marker: false));
        Assert.False(Add(h264, "7C45 8687", 1, marker: false));
        Assert.True(Add(h264, "65 4400", 1, marker: true));
        Assert.Equal($"00000001{Sps}00000001{Pps}00000001658884848586870000000165" + "4400", Convert.ToHexString(h264.Frame));
        Assert.True(h264.IsKeyframe);
        Assert.Equal((320, 180), h264.Size);
        Assert.True(Add(h264, "41 9A00", 2, marker: true));
        Assert.Equal("00000001419A00", Convert.ToHexString(h264.Frame));
        Assert.False(h264.IsKeyframe);
    }

    [Fact]
    public void An_idr_picture_without_parameters_gets_those_that_came_before()
    {
        var h264 = new H264Depacketizer();
        Assert.False(Add(h264, "65 8884", 1, marker: true));                                // none known yet
        Add(h264, StapA, 2, marker: false);
        Assert.True(Add(h264, "65 8884", 2, marker: true));
        Assert.True(Add(h264, "65 8884", 3, marker: true));
        Assert.Equal($"00000001{Sps}00000001{Pps}00000001658884", Convert.ToHexString(h264.Frame));
    }

    [Theory]
    [InlineData("7C05 8884")]                                                               // the middle of a unit whose start is lost
    [InlineData("65 0884")]                                                                 // a slice that isn't the picture's first
    public void After_a_gap_a_picture_must_begin_at_its_beginning(string first)
    {
        var h264 = new H264Depacketizer();
        Add(h264, StapA, 1, marker: false);
        Assert.True(Add(h264, "65 8884", 1, marker: true));
        Assert.False(Add(h264, first, 2, marker: true, afterGap: true));
        Assert.True(h264.NeedsKeyframe);
    }

    [Theory]
    [InlineData("7C85")]                                                                    // fragment without bytes
    [InlineData("7CC5 88")]                                                                 // first and last at once
    [InlineData("78 0005 6588")]                                                            // aggregate longer than itself
    [InlineData("78 0000 65")]
    [InlineData("79 0002 6588 0000")]                                                       // STAP-B
    [InlineData("60 88")]                                                                   // type 0
    public void Malformed_units_cost_their_picture_only(string payload)
    {
        var h264 = new H264Depacketizer();
        Assert.False(Add(h264, payload, 1, marker: true));
        Add(h264, StapA, 2, marker: false);
        Assert.True(Add(h264, "65 8884", 2, marker: true));
    }

    [Fact]
    public void A_frame_larger_than_any_is_dropped()
    {
        var vp8 = new Vp8Depacketizer();
        Add(vp8, Vp8Key, 1, marker: false);
        var large = "00" + new string('A', 2 * 1400);
        for (var i = 0; i < VideoDepacketizer.LargestFrame / 1400; i++) Add(vp8, large, 1, marker: false);
        Assert.False(Add(vp8, large, 1, marker: true));
        Assert.Equal(1, vp8.Malformed);
        Assert.True(Add(vp8, Vp8Key, 2, marker: true));
    }

    private static bool Add(VideoDepacketizer depacketizer, string payload, uint timestamp, bool marker, bool afterGap = false)
    {
        var bytes = HexVector.Of(payload);
        var packet = new byte[12 + bytes.Length];
        _ = new RtpHeaderBuilder(packet, 96, marker, 1, timestamp, 1).Finish();
        bytes.CopyTo(packet, 12);
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        return depacketizer.Add(parsed, afterGap);
    }
}
