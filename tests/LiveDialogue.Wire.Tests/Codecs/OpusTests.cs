using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Wire.Tests.Codecs;

public sealed class OpusTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("78", 20)]                  // config 15, one frame: hybrid 20 ms
    [InlineData("FC", 20)]                  // config 31, one frame: CELT 20 ms, as Chromium sends
    [InlineData("FD", 40)]                  // two of them
    [InlineData("FE", 40)]
    [InlineData("FF06", 120)]               // six of them
    [InlineData("FF07", 0)]                 // seven are more than 120 ms
    [InlineData("FF00", 0)]
    [InlineData("FF", 0)]                   // count byte missing
    [InlineData("18", 60)]                  // config 3: SILK 60 ms
    [InlineData("1B02", 120)]
    [InlineData("88", 5)]                   // config 17: CELT 5 ms
    public void Duration_follows_the_toc(string hex, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Opus.Duration(HexVector.Of(hex)));

    [Fact]
    public void The_shortest_frame_is_two_and_a_half_milliseconds()
    {
        Assert.Equal(120, Opus.Samples([0x80]));
        Assert.Equal(TimeSpan.FromMilliseconds(2.5), Opus.Duration([0x80]));
    }
}
