using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Wire.Tests.Codecs;

public sealed class H264UnitTests
{
    [Theory]
    [InlineData("", 0, false)]
    [InlineData("6588", 5, true)]                               // IDR slice
    [InlineData("65", 5, false)]                                // an IDR slice without a slice
    [InlineData("6742", 7, true)]                               // SPS
    [InlineData("68CE", 8, false)]                              // PPS alone
    [InlineData("419A", 1, false)]                              // a slice of an interframe
    [InlineData("78 0002 68CE 0002 6588", 24, true)]            // STAP-A: PPS, IDR
    [InlineData("78 0002 68CE 0002 419A", 24, false)]
    [InlineData("78 0002 68CE 0003 6588", 24, false)]           // runs over the end
    [InlineData("78 0000 6742", 24, false)]                     // a unit of no bytes
    [InlineData("78", 24, false)]
    [InlineData("7C85 88", 28, true)]                           // FU-A: IDR starts
    [InlineData("7C05 88", 28, false)]                          // FU-A: IDR goes on
    [InlineData("7C81 9A", 28, false)]                          // FU-A: an interframe starts
    [InlineData("7C85", 28, false)]
    public void IsKeyframe_sees_where_a_decoder_can_begin(string hex, int type, bool keyframe)
    {
        Assert.Equal(type, H264Unit.TypeOf(HexVector.Of(hex)));
        Assert.Equal(keyframe, H264Unit.IsKeyframe(HexVector.Of(hex)));
    }
}
