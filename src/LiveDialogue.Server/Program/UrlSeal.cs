using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// Keeps push addresses, which hold stream keys, out of copies of the database: AES-256-GCM under a key derived from signing.key.
/// Form: base64url of nonce (12 bytes), tag (16), ciphertext.
/// </summary>
internal sealed class UrlSeal(SigningKey key) : IDisposable
{
    private const int NonceSize = 12, TagSize = 16;

    private readonly AesGcm _cipher = new(key.Derive("program-push-url", 32), TagSize);
    private readonly Lock _gate = new();

    public string Seal(string url)
    {
        var plain = Encoding.UTF8.GetBytes(url);
        var whole = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceSize));
        lock (_gate) _cipher.Encrypt(whole.AsSpan(0, NonceSize), plain, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize));
        return Base64Url.EncodeToString(whole);
    }

    /// <returns>Null for what this key didn't seal.</returns>
    public string? TryOpen(string text)
    {
        try
        {
            var whole = Base64Url.DecodeFromChars(text);
            if (whole.Length < NonceSize + TagSize) return null;

            var plain = new byte[whole.Length - NonceSize - TagSize];
            lock (_gate) _cipher.Decrypt(whole.AsSpan(0, NonceSize), whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _cipher.Dispose();
}
