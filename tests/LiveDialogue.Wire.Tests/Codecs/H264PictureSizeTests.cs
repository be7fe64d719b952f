using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Wire.Tests.Codecs;

public sealed class H264PictureSizeTests
{
    // Parameter sets as libx264 writes them.
    [Theory]
    [InlineData("6742C00BD901419F9F011000000300100000030140F142A480", 320, 180)]            // constrained baseline, cropped from 192 rows
    [InlineData("67640028ACD940780227E5C044000003000400000300503C60C658", 1920, 1080)]      // high
    [InlineData("674D4016ECA05017FCB80880000003008000000A078B16CB", 640, 360)]              // main
    [InlineData("67F4001F919B280A00B76022000003000200000300281E30632C", 1280, 720)]         // 4:4:4: cropped by single rows
    [InlineData("67640016ACD940B424D80880000003008000000A0F8A14CB", 720, 576)]              // interlaced, with scaling lists
    public void TryParse_reads_the_size(string hex, int width, int height)
    {
        Assert.True(H264PictureSize.TryParse(HexVector.Of(hex), out var size));
        Assert.Equal(new(width, height), size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("67")]
    [InlineData("6842C00BD90141")]                                                          // another type
    [InlineData("6742C00BD901")]                                                            // cut short
    [InlineData("6742C00B00000000000000")]                                                  // numbers without end
    public void TryParse_refuses_the_rest(string hex) => Assert.False(H264PictureSize.TryParse(HexVector.Of(hex), out _));
}
