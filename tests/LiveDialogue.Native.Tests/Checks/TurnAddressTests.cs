using LiveDialogue.Native.Checks;

namespace LiveDialogue.Native.Tests.Checks;

public sealed class TurnAddressTests
{
    [Theory]
    [InlineData("turn:turn.example.org", "turn.example.org", 3478, false, false)]
    [InlineData("turn:turn.example.org:80?transport=tcp", "turn.example.org", 80, true, false)]
    [InlineData("turns:turn.example.org", "turn.example.org", 5349, true, true)]
    [InlineData("turns:turn.example.org:443?transport=tcp", "turn.example.org", 443, true, true)]
    [InlineData("turn:[2001:db8::7]:3479?transport=udp", "2001:db8::7", 3479, false, false)]
    [InlineData("turn:[2001:db8::7]", "2001:db8::7", 3478, false, false)]
    public void An_address_says_where_and_how(string url, string host, int port, bool byTcp, bool byTls)
    {
        Assert.True(TurnAddress.TryParse(url, out var address));
        Assert.Equal(new TurnAddress(host, port, byTcp, byTls), address);
    }

    [Theory]
    [InlineData("stun:turn.example.org")]
    [InlineData("turn:")]
    [InlineData("turn::3478")]
    [InlineData("turn:a:0")]
    [InlineData("turn:a:65536")]
    [InlineData("turn:a:port")]
    [InlineData("turn:a b")]
    [InlineData("turn:a?proto=tcp")]
    public void What_is_no_address_of_a_relay_is_said_to_be_none(string url) => Assert.False(TurnAddress.TryParse(url, out _));
}
