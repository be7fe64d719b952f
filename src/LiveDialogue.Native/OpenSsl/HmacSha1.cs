namespace LiveDialogue.Native.OpenSsl;

/// <summary>HMAC-SHA1 with a key set once; each computation starts over with it.</summary>
internal sealed unsafe class HmacSha1 : IDisposable
{
    internal const int Size = 20;

    private static readonly nint Algorithm = LibCrypto.EVP_MAC_fetch(0, "HMAC", 0); // for the life of the process
    private readonly MacHandle _context = new(Algorithm);

    internal HmacSha1(ReadOnlySpan<byte> key)
    {
        fixed (byte* secret = key, digest = "SHA1\0"u8, name = "digest\0"u8)
        {
            var parameters = stackalloc LibCrypto.OsslParameter[2];
            parameters[0] = new() { Key = name, DataType = LibCrypto.OsslParameter.Utf8String, Data = digest, DataSize = 4 };
            parameters[1] = default;
            if (LibCrypto.EVP_MAC_init(_context.Raw, secret, (nuint)key.Length, parameters) == 1) return;
        }
        _context.Dispose();
        throw new InvalidOperationException($"OpenSSL refused an HMAC-SHA1 key: {LibCrypto.TakeError()}");
    }

    /// <param name="output">At least <see cref="Size"/> bytes.</param>
    internal bool TryCompute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> output)
    {
        nuint written;
        fixed (byte* head = first, tail = second, target = output)
        {
            return LibCrypto.EVP_MAC_init(_context.Raw, null, 0, null) == 1
                && LibCrypto.EVP_MAC_update(_context.Raw, head, (nuint)first.Length) == 1
                && (second.IsEmpty || LibCrypto.EVP_MAC_update(_context.Raw, tail, (nuint)second.Length) == 1)
                && LibCrypto.EVP_MAC_final(_context.Raw, target, &written, (nuint)output.Length) == 1;
        }
    }

    public void Dispose() => _context.Dispose();
}
