using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Wire.Tests.Codecs;

public sealed class Vp8DescriptorTests
{
    [Theory]
    // bytes, header length, start, keyframe, picture id, TL0PICIDX, temporal layer, key index
    [InlineData("1000", 1, true, true, null, null, null, null)]                             // the least there can be
    [InlineData("1001", 1, true, false, null, null, null, null)]                            // P bit: interframe
    [InlineData("0000", 1, false, false, null, null, null, null)]                           // a later packet of the frame
    [InlineData("1100", 1, false, false, null, null, null, null)]                           // start of partition 1
    [InlineData("90801100", 3, true, true, 0x11, null, null, null)]                         // RFC 7741 §4.6.2 shape: 7-bit id
    [InlineData("908091110" + "0", 4, true, true, 0x1111, null, null, null)]                // 15-bit id
    [InlineData("90E0811122A001", 6, true, false, 0x111, 0x22, 2, null)]
    [InlineData("90F08111227F00", 6, true, true, 0x111, 0x22, 1, 0x1F)]
    [InlineData("901005" + "00", 3, true, true, null, null, null, 5)]                       // K without T shares its byte
    [InlineData("90404200", 3, true, true, null, 0x42, null, null)]
    [InlineData("900000", 2, true, true, null, null, null, null)]                           // X with nothing chosen
    public void TryParse_reads_every_shape(
        string hex, int length, bool start, bool keyframe, int? pictureId, int? tl0PicIdx, int? temporalLayer, int? keyIndex)
    {
        Assert.True(Vp8Descriptor.TryParse(HexVector.Of(hex), out var descriptor));
        Assert.Equal(length, descriptor.HeaderLength);
        Assert.Equal(start, descriptor.IsStartOfFrame);
        Assert.Equal(keyframe, descriptor.IsKeyframe);
        Assert.Equal((ushort?)pictureId, descriptor.PictureId);
        Assert.Equal((byte?)tl0PicIdx, descriptor.Tl0PicIdx);
        Assert.Equal((byte?)temporalLayer, descriptor.TemporalLayer);
        Assert.Equal((byte?)keyIndex, descriptor.KeyIndex);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]                                                                      // nothing follows
    [InlineData("90")]
    [InlineData("9080")]
    [InlineData("908011")]
    [InlineData("908081")]
    [InlineData("90808111")]
    [InlineData("90C08111")]
    [InlineData("90F0811122")]
    [InlineData("90F081112240")]
    public void TryParse_refuses_what_is_cut_short(string hex)
    {
        Assert.False(Vp8Descriptor.TryParse(HexVector.Of(hex), out var descriptor));
        Assert.Equal(default, descriptor);
    }

    [Fact]
    public void Rewrite_keeps_the_width_of_the_picture_id()
    {
        var wide = HexVector.Of("90F08111227F00");
        Assert.True(Vp8Descriptor.TryParse(wide, out var descriptor));
        Vp8Descriptor.Rewrite(wide, descriptor, 0x7FFF, 0xEE);
        Assert.Equal("90F0FFFFEE7F00", Convert.ToHexString(wide));

        var narrow = HexVector.Of("90C0112200");
        Assert.True(Vp8Descriptor.TryParse(narrow, out descriptor));
        Vp8Descriptor.Rewrite(narrow, descriptor, 0x1FFF, 0xEE);
        Assert.Equal("90C07FEE00", Convert.ToHexString(narrow));
    }

    [Fact]
    public void Rewrite_leaves_alone_what_is_not_there()
    {
        var bare = HexVector.Of("1000");
        Assert.True(Vp8Descriptor.TryParse(bare, out var descriptor));
        Vp8Descriptor.Rewrite(bare, descriptor, 0x1234, 0x56);
        Assert.Equal("1000", Convert.ToHexString(bare));
    }

    [Theory]
    [InlineData("10 503501 9D012A 0005 D002", 1280, 720)]
    [InlineData("9080 8001 503501 9D012A 4041 F040", 320, 240)]                             // scale bits are not size
    public void A_keyframe_tells_its_size(string hex, int width, int height)
    {
        Assert.True(Vp8KeyframeSize.TryParse(HexVector.Of(hex), out var size));
        Assert.Equal(new Vp8KeyframeSize(width, height), size);
    }

    [Theory]
    [InlineData("10 513501 9D012A 0005 D002")]                                              // an interframe
    [InlineData("10 503501 9D012B 0005 D002")]                                              // no start code
    [InlineData("10 503501 9D012A 0005 D0")]
    public void What_is_no_keyframe_has_no_size(string hex) => Assert.False(Vp8KeyframeSize.TryParse(HexVector.Of(hex), out _));
}
