using System.Net;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Wire.Tests.Stun;

/// <summary>The vectors of RFC 5769 that use short-term credentials; ICE knows no others.</summary>
public sealed class StunVectorTests
{
    private static ReadOnlySpan<byte> Password => "VOkJxbRl1RmTxUk/WvJxBt"u8;

    [Fact]
    public void The_sample_request_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(HexVector.Read("stun-sample-request"), out var message));
        Assert.Equal(StunType.BindingRequest, message.Type);
        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(1, message.Method);
        Assert.Equal("B7E7A701BC34D686FA87DFAE", Convert.ToHexString(message.TransactionId));
        Assert.True(message.TryGet(StunAttribute.Software, out var software));
        Assert.Equal("STUN test client"u8, software);
        Assert.Equal(0x6E0001FFu, message.Priority);
        Assert.Equal(0x932FF9B151263B36u, message.IceControlled);
        Assert.Null(message.IceControlling);
        Assert.Equal("evtj:h6vY"u8, message.Username);
        Assert.True(message.TryGetUfrags(out var receiver, out var sender));
        Assert.Equal("evtj"u8, receiver);
        Assert.Equal("h6vY"u8, sender);
        Assert.False(message.HasUseCandidate);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.True(message.VerifyFingerprint());
    }

    [Theory]
    [InlineData("stun-sample-ipv4-response", "192.0.2.1")]
    [InlineData("stun-sample-ipv6-response", "2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_sample_responses_are_read_and_verified(string vector, string address)
    {
        Assert.True(StunMessage.TryParse(HexVector.Read(vector), out var message));
        Assert.Equal(StunType.BindingSuccess, message.Type);
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.True(message.VerifyFingerprint());

        Span<byte> mapped = stackalloc byte[16];
        Assert.True(message.TryGetMappedAddress(mapped, out var length, out var port));
        Assert.Equal(IPAddress.Parse(address), new IPAddress(mapped[..length]));
        Assert.Equal(32853, port);
    }

    [Theory]
    [InlineData("stun-sample-request")]
    [InlineData("stun-sample-ipv4-response")]
    [InlineData("stun-sample-ipv6-response")]
    public void A_single_flipped_bit_is_refused_or_fails_both_checks(string vector)
    {
        var original = HexVector.Read(vector);
        for (var bit = 0; bit < original.Length * 8; bit++)
        {
            var flipped = (byte[])original.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (!StunMessage.TryParse(flipped, out var message)) continue;

            Assert.False(message.VerifyFingerprint());
            // What follows MESSAGE-INTEGRITY is covered by the fingerprint alone.
            Assert.Equal(bit / 8 >= original.Length - 8, message.VerifyIntegrity(Password));
        }
    }

    [Theory]
    [InlineData("stun-sample-request")]
    [InlineData("stun-sample-ipv4-response")]
    [InlineData("stun-sample-ipv6-response")]
    public void Every_truncation_is_refused(string vector)
    {
        var original = HexVector.Read(vector);
        for (var length = 0; length < original.Length; length++) Assert.False(StunMessage.TryParse(original.AsSpan(0, length), out _));
    }

    [Fact]
    public void The_wrong_password_fails()
    {
        Assert.True(StunMessage.TryParse(HexVector.Read("stun-sample-request"), out var message));
        Assert.False(message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBT"u8));
        Assert.False(message.VerifyIntegrity([]));
    }
}
