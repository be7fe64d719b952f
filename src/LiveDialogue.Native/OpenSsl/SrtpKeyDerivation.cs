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
        Span<byte> streams = stackalloc byte[SrtpKeyDerivation.Labels * SrtpKeyDerivation.StreamLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, streams);
        var keys = new SrtpSessionKeys
        {
            RtpKey = SrtpKeyDerivation.Of(streams, label: 0, masterKey.Length),
            RtpAuthentication = SrtpKeyDerivation.Of(streams, label: 1, authentication),
            RtpSalt = SrtpKeyDerivation.Of(streams, label: 2, salt),
            RtcpKey = SrtpKeyDerivation.Of(streams, label: 3, masterKey.Length),
            RtcpAuthentication = SrtpKeyDerivation.Of(streams, label: 4, authentication),
            RtcpSalt = SrtpKeyDerivation.Of(streams, label: 5, salt),
        };
        CryptographicOperations.ZeroMemory(streams);
        return keys;
    }

    internal void Erase()
    {
        foreach (var secret in (byte[][])[RtpKey, RtpSalt, RtpAuthentication, RtcpKey, RtcpSalt, RtcpAuthentication])
            CryptographicOperations.ZeroMemory(secret);
    }
}

/// <summary>The AES-CM key derivation function, once per session and direction: all its keys by one encryption.</summary>
internal static class SrtpKeyDerivation
{
    /// <summary>0 to 5 (RFC 3711 §4.3.1 and §4.3.2).</summary>
    internal const int Labels = 6;

    /// <summary>Of the key stream of a label, in bytes: more than the longest key takes.</summary>
    internal const int StreamLength = 2 * Block;

    private const int Block = 16;

    /// <param name="masterSalt">14 bytes, or 12 for GCM: then it is padded with zeros on the right (RFC 7714 §11).</param>
    /// <param name="streams"><see cref="StreamLength"/> bytes for each of the <see cref="Labels"/>.</param>
    internal static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, Span<byte> streams)
    {
        // x = (label << 48) XOR salt, 112 bits; the key stream is AES-CM from x * 2^16 (RFC 3711 §4.3.3)
        Span<byte> counters = stackalloc byte[Labels * StreamLength];
        counters.Clear();
        for (var at = 0; at < counters.Length; at += Block)
        {
            var counter = counters.Slice(at, Block);
            masterSalt.CopyTo(counter);
            counter[7] ^= (byte)(at / StreamLength);
            counter[15] = (byte)(at % StreamLength / Block);
        }
        using var aes = Aes.Create();
        aes.Key = masterKey.ToArray();
        aes.EncryptEcb(counters, streams, PaddingMode.None);
    }

    /// <returns>The key of a label, at most <see cref="StreamLength"/> bytes.</returns>
    internal static byte[] Of(ReadOnlySpan<byte> streams, int label, int length) => streams.Slice(label * StreamLength, length).ToArray();
}
