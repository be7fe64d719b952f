using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Wire.Tests.Stun;

public sealed class TurnWriterTests
{
    private static readonly byte[] Id = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];

    [Fact]
    public void The_first_request_names_udp_and_nobody()
    {
        var bytes = new byte[200];
        var length = TurnWriter.AllocateRequest(bytes, Id, credential: null);

        Assert.True(StunMessage.TryParse(bytes.AsSpan(0, length), out var message));
        Assert.Equal((StunType.AllocateRequest, StunClass.Request, 3), (message.Type, message.Class, message.Method));
        Assert.True(message.TryGet(StunAttribute.RequestedTransport, out var transport));
        Assert.Equal([17, 0, 0, 0], transport.ToArray());
        Assert.False(message.HasIntegrity);
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void The_second_is_signed_with_the_long_term_key()
    {
        var bytes = new byte[400];
        var length = TurnWriter.AllocateRequest(bytes, Id, new("user", "pass", "realm", "nonce"u8.ToArray()));

        Assert.True(StunMessage.TryParse(bytes.AsSpan(0, length), out var message));
        Assert.True(message.VerifyIntegrity(Convert.FromHexString("8493fbc53ba582fb4c044c456bdc40eb")));    // RFC 5389 §15.4: MD5("user:realm:pass")
        Assert.Equal("user"u8.ToArray(), message.Username.ToArray());
        Assert.True(message.TryGet(StunAttribute.Realm, out var realm) && realm.SequenceEqual("realm"u8));
        Assert.True(message.TryGet(StunAttribute.Nonce, out var nonce) && nonce.SequenceEqual("nonce"u8));
    }

    [Fact]
    public void Nothing_is_given_back_as_a_lifetime_of_zero()
    {
        var bytes = new byte[400];
        var length = TurnWriter.RefreshRequest(bytes, Id, 0, new("user", "pass", "realm", "nonce"u8.ToArray()));
        Assert.True(StunMessage.TryParse(bytes.AsSpan(0, length), out var message));
        Assert.Equal((StunType.RefreshRequest, 4), (message.Type, message.Method));
        Assert.True(message.TryGet(StunAttribute.Lifetime, out var lifetime));
        Assert.Equal(new byte[4], lifetime.ToArray());
        Assert.Equal(0, TurnWriter.AllocateRequest(new byte[30], Id, new("user", "pass", "realm", "nonce"u8.ToArray())));
    }
}
