using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtp;

/// <summary>The layouts of RFC 8285 §4.2 and §4.3, and what may go wrong in them.</summary>
public sealed class HeaderExtensionsTests
{
    private static string Read(ushort profile, string hex)
    {
        var elements = new List<string>();
        foreach (var element in new HeaderExtensions(profile, HexVector.Of(hex)))
            elements.Add($"{element.Id}={Convert.ToHexString(element.Value)}");
        return string.Join(' ', elements);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("10AA 21BBBB 00 00 33CCCCCCCC", "1=AA 2=BBBB 3=CCCCCCCC")]          // the example of §4.2
    [InlineData("00000000", "")]
    [InlineData("000010AA", "1=AA")]
    [InlineData("10AA F0FF 20BB", "1=AA")]                                          // id 15 ends the reading
    [InlineData("10AA 0311223344 20BB", "1=AA")]                                    // id 0 with a length ends it too
    [InlineData("10AA 2FBB", "1=AA")]                                               // runs over the end
    [InlineData("EF000102030405060708090A0B0C0D0E0F", "14=000102030405060708090A0B0C0D0E0F")]
    [InlineData("10AA 10BB", "1=AA 1=BB")]
    public void One_byte_elements(string hex, string expected) => Assert.Equal(expected, Read(0xBEDE, hex));

    [Theory]
    [InlineData("0100 0201BB 00 0304CCCCCCCC", "1= 2=BB 3=CCCCCCCC")]               // the example of §4.3
    [InlineData("FF01AA", "255=AA")]
    [InlineData("0F01AA 1001BB", "15=AA 16=BB")]                                    // 15 is an id like others here
    [InlineData("0101AA 02", "1=AA")]                                               // an element without its length
    [InlineData("0101AA 0203BBBB", "1=AA")]                                         // runs over the end
    public void Two_byte_elements(string hex, string expected)
    {
        Assert.Equal(expected, Read(0x1000, hex));
        Assert.Equal(expected, Read(0x100F, hex));                                  // the application's bits are ignored
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x2000)]
    [InlineData(0xBEDF)]
    public void Other_profiles_hold_nothing_for_us(int profile) => Assert.Equal("", Read((ushort)profile, "10AA20BB"));

    [Fact]
    public void Default_is_none() => Assert.False(default(HeaderExtensions).TryGet(1, out _));

    [Fact]
    public void TryGet_gives_the_first_of_an_id()
    {
        Assert.True(new HeaderExtensions(0xBEDE, HexVector.Of("10AA10BB")).TryGet(1, out var value));
        Assert.Equal(new byte[] { 0xAA }, value);
    }
}
