namespace LiveDialogue.Sfu.Security;

/// <summary>The profiles of RFC 5764 §4.1.2 and RFC 7714 §14.2 that we speak; the value is the IANA number.</summary>
public enum SrtpProfile : ushort { Aes128CmSha1Hmac80 = 0x0001, AeadAes128Gcm = 0x0007 }

/// <summary>Master keys and salts exported from DTLS (RFC 5764 §4.2), already told apart by direction. Never logged.</summary>
/// <param name="InboundSalt">14 bytes for AES-CM, 12 for GCM; keys are 16 bytes.</param>
public sealed record SrtpKeys(
    SrtpProfile Profile, ReadOnlyMemory<byte> InboundKey, ReadOnlyMemory<byte> InboundSalt, ReadOnlyMemory<byte> OutboundKey, ReadOnlyMemory<byte> OutboundSalt)
{
    public override string ToString() => $"SrtpKeys({Profile})";
}
