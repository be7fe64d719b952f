using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.Tests.OpenSsl;

[Collection(HandleCounting.Name)]
public sealed class SrtpVectorTests
{
    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static SrtpSessionKeys SessionKeys(string key, string salt) => new()
    {
        RtpKey = Hex(key),
        RtpSalt = Hex(salt),
        RtpAuthentication = new byte[20],
        RtcpKey = Hex(key),
        RtcpSalt = Hex(salt),
        RtcpAuthentication = new byte[20],
    };

    [Fact]
    public void Session_keys_are_those_of_RFC_3711_B_3()
    {
        var keys = SrtpSessionKeys.Derive(SrtpProfile.Aes128CmSha1Hmac80, Hex("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex("0EC675AD498AFEEBB6960B3AABE6"));

        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(keys.RtpKey));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(keys.RtpSalt));
        Assert.Equal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", Convert.ToHexString(keys.RtpAuthentication));
    }

    [Fact]
    public void The_counter_mode_key_stream_is_that_of_RFC_3711_B_2()
    {
        // SSRC 0, roll-over counter 0, sequence number 0: the key stream starts at salt * 2^16
        using var transform = new CounterModeTransform(SessionKeys("2B7E151628AED2A6ABF7158809CF4F3C", "F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        var packet = new byte[12 + 48 + CounterModeTransform.Tag];
        packet[0] = 0x80;

        Assert.True(transform.SealRtp(packet, 60, header: 12, ssrc: 0, index: 0));

        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(packet.AsSpan(12, 48)));
    }

    private const string Plain = "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private const string Sealed = "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";
    private const string PlainRtcp = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private const string SealedRtcp = "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";
    private const string TaggedRtcp = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef841dd9683dd78ec92ae58790125f62b3000005d4";
    private const string Key = "000102030405060708090a0b0c0d0e0f";
    private const string Salt = "517569642070726f2071756f";

    [Fact]
    public void A_GCM_packet_is_that_of_RFC_7714_16_1()
    {
        using var seals = new GcmTransform(SessionKeys(Key, Salt), seals: true);
        using var opens = new GcmTransform(SessionKeys(Key, Salt), seals: false);
        byte[] packet = [.. Hex(Plain), .. new byte[GcmTransform.Tag]];

        Assert.True(seals.SealRtp(packet, packet.Length - GcmTransform.Tag, header: 12, ssrc: 0x5501a0b2, index: 0xf17b));
        Assert.Equal(Hex(Sealed), packet);

        Assert.True(opens.OpenRtp(packet, header: 12, ssrc: 0x5501a0b2, index: 0xf17b));
        Assert.Equal(Hex(Plain), packet[..^GcmTransform.Tag]);
    }

    [Fact]
    public void A_GCM_compound_is_that_of_RFC_7714_17_1()
    {
        using var seals = new GcmTransform(SessionKeys(Key, Salt), seals: true);
        using var opens = new GcmTransform(SessionKeys(Key, Salt), seals: false);
        byte[] compound = [.. Hex(PlainRtcp), .. new byte[20]];

        Assert.True(seals.SealRtcp(compound, compound.Length - 20, ssrc: 0x4d617273, index: 0x5d4));
        Assert.Equal(Hex(SealedRtcp), compound);

        Assert.True(opens.OpenRtcp(compound, ssrc: 0x4d617273, indexWord: 0x800005d4));
        Assert.Equal(Hex(PlainRtcp), compound[..^20]);
    }

    [Fact]
    public void A_GCM_compound_that_is_only_authenticated_opens_as_in_RFC_7714_17_3()
    {
        using var opens = new GcmTransform(SessionKeys(Key, Salt), seals: false);
        var compound = Hex(TaggedRtcp);

        Assert.True(opens.OpenRtcp(compound, ssrc: 0x4d617273, indexWord: 0x5d4));
        Assert.Equal(Hex(PlainRtcp), compound[..^20]);

        compound[20] ^= 1;
        Assert.False(opens.OpenRtcp(compound, ssrc: 0x4d617273, indexWord: 0x5d4));
    }
}
