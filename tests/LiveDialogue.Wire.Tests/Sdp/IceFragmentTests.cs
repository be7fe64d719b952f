using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Wire.Tests.Sdp;

public sealed class IceFragmentTests
{
    // RFC 9725 §4.3.1, trickle; two candidates.
    private const string Trickle =
        "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n" +
        "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n" +
        "a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0 ufrag EsAw network-id 2\r\na=end-of-candidates\r\n";

    [Fact]
    public void A_trickle_patch_is_read()
    {
        Assert.True(IceFragment.TryParse(Trickle, out var fragment, out var error), error);
        Assert.Equal("EsAw", fragment.IceUfrag);
        Assert.Equal("P2uYro0UCOQ4zxjKXaWCBui1", fragment.IcePwd);
        var media = Assert.Single(fragment.Media);
        Assert.Equal("0", media.Mid);
        Assert.Equal(2, media.Candidates.Count);
        Assert.Equal("192.0.2.1", media.Candidates[0].Address);
        Assert.Equal("generation 0 ufrag EsAw network-id 1", media.Candidates[0].Rest);
        Assert.True(media.EndOfCandidates);
    }

    [Fact]
    public void A_restart_patch_has_its_credentials_at_the_session_level()
    {
        Assert.True(IceFragment.TryParse("a=ice-ufrag:ysXw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\nm=audio 9 RTP/AVP 0\na=mid:0\n", out var fragment, out _));
        Assert.Equal("ysXw", fragment.IceUfrag);
        Assert.True(IceFragment.TryParse("a=ice-ufrag:ysXw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\n", out fragment, out _));
        Assert.Equal("vw5LmwG4y/e6dPP/zAP9Gp5k", fragment.IcePwd);
        Assert.Empty(fragment.Media);
    }

    [Fact]
    public void A_fragment_that_is_written_reads_the_same()
    {
        Assert.True(IceFragment.TryParse(Trickle, out var fragment, out _));
        var written = IceFragment.Write(fragment with { IsIceLite = true });
        Assert.True(IceFragment.TryParse(written, out var again, out var error), error);
        Assert.True(again.IsIceLite);
        Assert.Equal(written, IceFragment.Write(again));
        Assert.Equal(fragment.Media[0].Candidates, again.Media[0].Candidates);
    }

    [Theory]
    [InlineData("a=ice-ufrag:x\n", "Line 1 is not an ice-ufrag of 4 to 256 letters, digits, '+' or '/'.")]
    [InlineData("m=audio\n", "Line 1 is no m-line we can read.")]
    [InlineData("candidate\n", "Line 1 is not of the form x=value.")]
    public void What_is_refused_is_refused_with_a_sentence(string text, string expected)
    {
        Assert.False(IceFragment.TryParse(text, out var fragment, out var error));
        Assert.Null(fragment);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void An_empty_fragment_says_nothing()
    {
        Assert.True(IceFragment.TryParse("", out var fragment, out _));
        Assert.Null(fragment.IceUfrag);
        Assert.Empty(fragment.Media);
    }
}
