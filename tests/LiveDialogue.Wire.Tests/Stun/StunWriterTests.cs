using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Wire.Tests.Stun;

[Collection(Alone.Name)]
public sealed class StunWriterTests
{
    private static ReadOnlySpan<byte> Transaction => "abcdefghijkl"u8;
    private static ReadOnlySpan<byte> Key => "VOkJxbRl1RmTxUk/WvJxBt"u8;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_check_is_read_back_the_same(bool controlling, bool useCandidate)
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = StunWriter.BindingRequest(bytes, Transaction, "server:client"u8, Key, 12345, 0x0102030405060708, controlling, useCandidate);

        Assert.True(StunMessage.TryParse(bytes[..length], out var message));
        Assert.Equal(StunType.BindingRequest, message.Type);
        Assert.Equal(Transaction, message.TransactionId);
        Assert.Equal("server:client"u8, message.Username);
        Assert.Equal(12345u, message.Priority);
        Assert.Equal(controlling ? 0x0102030405060708ul : null, message.IceControlling);
        Assert.Equal(controlling ? null : 0x0102030405060708ul, message.IceControlled);
        Assert.Equal(useCandidate, message.HasUseCandidate);
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Theory]
    [InlineData("C0000201")]
    [InlineData("20010DB8123456780011223344556677")]
    public void A_success_carries_the_address(string address)
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = StunWriter.BindingSuccess(bytes, Transaction, HexVector.Of(address), 40000, Key);

        Assert.True(StunMessage.TryParse(bytes[..length], out var message));
        Span<byte> mapped = stackalloc byte[16];
        Assert.True(message.TryGetMappedAddress(mapped, out var mappedLength, out var port));
        Assert.Equal(address, Convert.ToHexString(mapped[..mappedLength]));
        Assert.Equal(40000, port);
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(487, true)]
    [InlineData(699, true)]
    public void An_error_carries_its_code(int code, bool authenticated)
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = StunWriter.BindingError(bytes, Transaction, code, "Role Conflict"u8, authenticated ? Key : []);

        Assert.True(StunMessage.TryParse(bytes[..length], out var message));
        Assert.Equal(StunClass.Error, message.Class);
        Assert.Equal(code, message.ErrorCode);
        Assert.Equal(authenticated, message.HasIntegrity);
        Assert.Equal(authenticated, message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void A_destination_too_short_is_answered_with_zero()
    {
        Span<byte> whole = stackalloc byte[256];
        var length = StunWriter.BindingRequest(whole, Transaction, "a:b"u8, Key, 1, 2, controlling: true, useCandidate: true);
        for (var room = 0; room < length; room++)
            Assert.Equal(0, StunWriter.BindingRequest(whole[..room], Transaction, "a:b"u8, Key, 1, 2, controlling: true, useCandidate: true));
    }

    [Fact]
    public void Attributes_behind_the_integrity_are_not_seen()
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = StunWriter.BindingRequest(bytes, Transaction, "a:b"u8, Key, 1, 2, controlling: true, useCandidate: false);
        // USE-CANDIDATE squeezed in where the fingerprint was: an attacker on the path could do that.
        bytes[length - 8] = 0x00;
        bytes[length - 7] = 0x25;

        Assert.True(StunMessage.TryParse(bytes[..length], out var message));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.False(message.HasUseCandidate);
        Assert.False(message.VerifyFingerprint());
    }

    [Fact]
    public void Messages_that_are_not_ours_are_refused()
    {
        Assert.False(StunMessage.TryParse(HexVector.Of("0001 0000 2112A443 616263646566676869 6A6B6C"), out _));          // another cookie
        Assert.False(StunMessage.TryParse(HexVector.Of("0001 0004 2112A442 616263646566676869 6A6B6C"), out _));          // length beyond the datagram
        Assert.False(StunMessage.TryParse(HexVector.Of("0001 0004 2112A442 616263646566676869 6A6B6C 00060001"), out _)); // attribute beyond it
        Assert.False(StunMessage.TryParse(HexVector.Of("4001 0000 2112A442 616263646566676869 6A6B6C"), out _));          // first two bits
        // Found by scripts/fuzz: taken for STUN here, but not by Datagram.
        Assert.False(StunMessage.TryParse(HexVector.Of("2011 0014 2112A442 291FCD7CBA58ABD7F2410100 0009 0010 00000401 556E617574686F72697A6564"), out _));
        Assert.True(StunMessage.TryParse(HexVector.Of("0001 0000 2112A442 616263646566676869 6A6B6C"), out _));
    }

    [Fact]
    public void Checking_and_answering_allocates_nothing()
    {
        Span<byte> bytes = stackalloc byte[256];
        Span<byte> answer = stackalloc byte[256];
        var length = StunWriter.BindingRequest(bytes, Transaction, "a:b"u8, Key, 1, 2, controlling: true, useCandidate: true);
        Answer(bytes[..length], answer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Answer(bytes[..length], answer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        Assert.True(StunMessage.TryParse(request, out var message));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(StunWriter.BindingSuccess(answer, message.TransactionId, [127, 0, 0, 1], 9, Key) > 0);
    }
}
