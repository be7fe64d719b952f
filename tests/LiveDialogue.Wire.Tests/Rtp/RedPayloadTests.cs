using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtp;

public sealed class RedPayloadTests
{
    // RFC 2198 §4's example in form: two older encodings before the primary, here of 3, 2 and 4 bytes.
    private static readonly byte[] Two = Convert.FromHexString("EF1E0003" + "EF0F0002" + "6F" + "780102" + "7803" + "78040506");

    [Fact]
    public void Blocks_are_read_with_their_ages_and_the_primary_takes_the_rest()
    {
        Assert.True(RedPayload.TryParse(Two, out var red));
        var blocks = Blocks(red);

        Assert.Equal([new RedBlock(111, 1920, 9, 3), new RedBlock(111, 960, 12, 2)], blocks);
        Assert.Equal(new RedBlock(111, 0, 14, 4), red.Primary);
    }

    [Fact]
    public void A_payload_of_the_primary_alone_is_one_byte_longer()
    {
        Assert.True(RedPayload.TryParse([111, 0x78, 1], out var red));
        Assert.Equal((0, new RedBlock(111, 0, 1, 2)), (red.Redundant, red.Primary));
    }

    [Theory]
    [InlineData("")]
    [InlineData("EF")]
    [InlineData("EF0F00")]
    [InlineData("EF0F0002")]            // no primary header
    [InlineData("EF0F00036F7801")]      // a byte short
    public void What_ends_too_early_is_refused(string hex) => Assert.False(RedPayload.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void More_blocks_than_anybody_sends_are_refused()
    {
        byte[] Payload(int redundant) => [.. Enumerable.Range(0, redundant).SelectMany(_ => new byte[] { 0xEF, 0x0F, 0x00, 0x00 }), 111, 0x78];
        Assert.True(RedPayload.TryParse(Payload(RedPayload.MaxRedundant), out _));
        Assert.False(RedPayload.TryParse(Payload(RedPayload.MaxRedundant + 1), out _));
    }

    [Fact]
    public void Rewritten_it_has_the_other_payload_type_and_nothing_too_old()
    {
        Assert.True(RedPayload.TryParse(Two, out var red));
        var copy = new byte[64];

        Assert.Equal("BF0F0002" + "3F" + "7803" + "78040506", Convert.ToHexString(copy.AsSpan(0, red.Write(copy, 111, 63, 960))));
        Assert.Equal("3F" + "78040506", Convert.ToHexString(copy.AsSpan(0, red.Write(copy, 111, 63, 0))));
        Assert.Equal("3F" + "78040506", Convert.ToHexString(copy.AsSpan(0, red.Write(copy, 96, 63, 5000))));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Span<byte> bytes = stackalloc byte[16];
        var at = RedWriter.WriteRedundantHeader(bytes, 111, 960, 2);
        at += RedWriter.WritePrimaryHeader(bytes[at..], 111);

        Assert.True(RedPayload.TryParse(bytes[..(at + 5)], out var red));
        Assert.Equal([new RedBlock(111, 960, 5, 2)], Blocks(red));
        Assert.Equal(0, RedWriter.WriteRedundantHeader(bytes, 111, RedPayload.MaxOffset + 1, 2));
        Assert.Equal(0, RedWriter.WriteRedundantHeader(bytes, 111, 960, RedPayload.MaxBlockLength + 1));
    }

    private static List<RedBlock> Blocks(in RedPayload red)
    {
        var blocks = new List<RedBlock>();
        foreach (var block in red) blocks.Add(block);
        return blocks;
    }
}
