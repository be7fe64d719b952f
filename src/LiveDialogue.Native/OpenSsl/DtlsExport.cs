using System.Security.Cryptography;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>Takes the SRTP master keys out of a finished handshake (RFC 5764 §4.2).</summary>
internal static unsafe class DtlsExport
{
    private const int KeyLength = 16;

    /// <returns>Null when the profile isn't ours or OpenSSL can't export.</returns>
    internal static SrtpKeys? Keys(nint ssl, SrtpProfile profile, DtlsRole role)
    {
        if (profile is not (SrtpProfile.Aes128CmSha1Hmac80 or SrtpProfile.AeadAes128Gcm)) return null;

        // client key | server key | client salt | server salt
        var salt = SaltLength(profile);
        var material = new byte[2 * (KeyLength + salt)];
        var label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* output = material, text = label)
        {
            LibCrypto.ERR_clear_error();
            if (LibSsl.SSL_export_keying_material(ssl, output, (nuint)material.Length, text, (nuint)label.Length, null, 0, 0) != 1) return null;
        }
        var (clientKey, serverKey) = (material[..KeyLength], material[KeyLength..(2 * KeyLength)]);
        var (clientSalt, serverSalt) = (material[(2 * KeyLength)..^salt], material[^salt..]);
        CryptographicOperations.ZeroMemory(material);
        return role == DtlsRole.Server
            ? new(profile, clientKey, clientSalt, serverKey, serverSalt)
            : new(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    internal static int SaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
}
