using System.Security.Cryptography;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>Session keys of one direction, from its master key and salt (RFC 3711 §4.3, key derivation rate 0). Never logged.</summary>
internal sealed class SrtpSessionKeys
{
    internal required byte[] RtpKey { get; init; }
    internal required byte[] RtpSalt { get; init; }

    /// <summary>20 bytes for HMAC-SHA1; empty with GCM.</summary>
    internal required byte[] RtpAuthentication { get; init; }
    internal required byte[] RtcpKey { get; init; }
    internal required byte[] RtcpSalt { get; init; }
    internal required byte[] RtcpAuthentication { get; init; }

    internal static SrtpSessionKeys Derive(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        var salt = DtlsExport.SaltLength(profile);
        var authentication = profile == SrtpProfile.AeadAes128Gcm ? 0 : 20;
        return new()
        {
            RtpKey = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 0, masterKey.Length),
            RtpAuthentication = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 1, authentication),
            RtpSalt = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 2, salt),
            RtcpKey = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 3, masterKey.Length),
            RtcpAuthentication = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 4, authentication),
            RtcpSalt = SrtpKeyDerivation.Derive(masterKey, masterSalt, label: 5, salt),
        };
    }

    internal void Erase()
    {
        foreach (var secret in (byte[][])[RtpKey, RtpSalt, RtpAuthentication, RtcpKey, RtcpSalt, RtcpAuthentication])
            CryptographicOperations.ZeroMemory(secret);
    }
}

/// <summary>The AES-CM key derivation function, once per session.</summary>
internal static class SrtpKeyDerivation
{
    private const int Block = 16;

    /// <param name="masterSalt">14 bytes, or 12 for GCM: then it is padded with zeros on the right (RFC 7714 §11).</param>
    internal static byte[] Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, byte label, int length)
    {
        // x = (label << 48) XOR salt, 112 bits; the key stream is AES-CM from x * 2^16 (RFC 3711 §4.3.3)
        Span<byte> counter = stackalloc byte[Block];
        counter.Clear();
        masterSalt.CopyTo(counter);
        counter[7] ^= label;

        using var aes = Aes.Create();
        aes.Key = masterKey.ToArray();
        Span<byte> stream = stackalloc byte[Block];
        var derived = new byte[length];
        for (var done = 0; done < length; done += Block)
        {
            counter[15] = (byte)(done / Block);
            aes.EncryptEcb(counter, stream, PaddingMode.None);
            stream[..Math.Min(Block, length - done)].CopyTo(derived.AsSpan(done));
        }
        return derived;
    }
}
