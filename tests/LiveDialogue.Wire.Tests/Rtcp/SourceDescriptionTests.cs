using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class SourceDescriptionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(255)]
    public void A_name_of_any_length_is_read_back_the_same(int nameLength)
    {
        var name = Enumerable.Range(0, nameLength).Select(i => (byte)('a' + (i % 26))).ToArray();
        Span<byte> bytes = stackalloc byte[300];
        var length = SourceDescription.Write(bytes, 42, name);

        Assert.Equal(0, length % 4);
        Assert.True(SourceDescription.TryParse(RtcpBytes.Single(bytes[..length]), out var description));
        Assert.Equal(42u, description.Ssrc);
        Assert.Equal(name, description.CanonicalName);
    }

    [Fact]
    public void Other_items_are_stepped_over()
    {
        // NAME "ab", CNAME "xyz", end.
        Assert.True(SourceDescription.TryParse(RtcpBytes.Single(HexVector.Of("81CA0004 0000002A 02026162 01037879 7A000000")), out var description));
        Assert.Equal("xyz"u8, description.CanonicalName);
    }

    [Theory]
    [InlineData("80CA0000")]                                                            // no chunk
    [InlineData("81CA0000")]                                                            // a chunk that isn't there
    [InlineData("81CA0002 0000002A 01036162")]                                          // an item over the end
    public void What_is_cut_short_is_refused(string hex) =>
        Assert.False(SourceDescription.TryParse(RtcpBytes.Single(HexVector.Of(hex)), out _));

    [Fact]
    public void A_name_that_does_not_fit_is_not_written()
    {
        Assert.Equal(0, SourceDescription.Write(new byte[15], 1, "abcd"u8));
        Assert.Equal(0, SourceDescription.Write(new byte[400], 1, new byte[256]));
    }

    [Fact]
    public void A_goodbye_is_read_back_the_same()
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = Goodbye.Write(bytes, 1, 0xFFFF_FFFF);
        Assert.True(Goodbye.TryParse(RtcpBytes.Single(bytes[..length]), out var goodbye));
        Assert.Equal(2, goodbye.Count);
        Assert.Equal(1u, goodbye[0]);
        Assert.Equal(0xFFFF_FFFF, goodbye[1]);

        Assert.False(Goodbye.TryParse(RtcpBytes.Single(HexVector.Of("82CB0001 00000001")), out _));
        Assert.Equal(0, Goodbye.Write(bytes[..7], 1));
    }
}
