using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class RtcpPacketsTests
{
    private static string Types(string hex, out bool malformed)
    {
        var packets = RtcpPackets.Enumerate(HexVector.Of(hex));
        var types = new List<string>();
        foreach (var packet in packets) types.Add($"{(int)packet.Type}/{packet.Count}:{packet.Body.Length}");
        malformed = packets.IsMalformed;
        return string.Join(' ', types);
    }

    [Theory]
    [InlineData("80C90001 00000001", "201/0:4")]
    [InlineData("80C90001 00000001 81CE0002 00000001 00000002", "201/0:4 206/1:8")]
    [InlineData("81CE0002 00000001 00000002", "206/1:8")]                               // reduced size: no report before it
    [InlineData("80CB0000", "203/0:0")]
    [InlineData("A0C90003 00000001 00000000 00000008", "201/0:4")]                      // padded by two words
    [InlineData("AFCD0001 00000002", "205/15:2")]                                       // by half a word, as Chromium's transport feedback
    [InlineData("A0C90001 00000004 80CB0000", "201/0:0 203/0:0")]                       // and not the last
    [InlineData("80CF0001 00000001", "207/0:4")]                                        // XR is stepped over
    [InlineData("80DF0000", "223/0:0")]                                                 // and so is what nobody has defined yet
    public void Enumerate_gives_every_packet(string hex, string expected)
    {
        Assert.Equal(expected, Types(hex, out var malformed));
        Assert.False(malformed);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("80C900", "")]
    [InlineData("80C90001", "")]                                                        // shorter than it says
    [InlineData("40C90000", "")]                                                        // version 1
    [InlineData("80600000", "")]                                                        // not an RTCP type
    [InlineData("80C90001 00000001 80C9", "201/0:4")]                                   // a good one before the bad
    [InlineData("A0C90001 00000000", "")]                                               // padding of no bytes
    [InlineData("A0C90001 00000008", "")]                                               // longer than the body
    public void Enumerate_stops_at_what_is_malformed(string hex, string expected)
    {
        Assert.Equal(expected, Types(hex, out var malformed));
        Assert.True(malformed);
    }
}
