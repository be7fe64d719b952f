using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.People;

/// <summary>The server's secret: 32 bytes in the data folder, readable by its owner alone, so that a restart keeps every invite.</summary>
public sealed class SigningKey
{
    private const int Size = 32;
    private readonly byte[] _key;

    public SigningKey(IOptions<ServerOptions> options)
        : this(options.Value.DataFolder)
    {
    }

    internal SigningKey(string folder) => _key = ReadOrCreate(Path.Combine(folder, "signing.key"));

    /// <summary>HMAC-SHA-256 as base64url.</summary>
    /// <param name="purpose">Keeps a signature made for one thing from being good for another.</param>
    public string Sign(string purpose, string text) =>
        Base64Url(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\n{text}")));

    /// <summary>In constant time for signatures of the right length.</summary>
    public bool Verify(string purpose, string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(purpose, text)), Encoding.UTF8.GetBytes(signature));

    /// <summary>A key of its own for one purpose (HKDF, RFC 5869), so that no secret is used for two things.</summary>
    internal byte[] Derive(string purpose, int bytes) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, bytes, info: Encoding.UTF8.GetBytes(purpose));

    internal static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);   // path has a folder: it was combined above
            var draft = path + ".new";
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(draft, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Size));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path);   // whole or not at all
        }
        var key = File.ReadAllBytes(path);
        return key.Length == Size ? key : throw new Storage.StorageRefusedException($"{path} isn't a signing key of {Size} bytes. Restore it from a backup; deleting it makes a new one and ends every invite.");
    }
}
