namespace LiveDialogue.Wire.Sdp;

/// <summary>The hash a DTLS certificate must have (RFC 8122 §5). Equal when algorithm and bytes are.</summary>
/// <param name="Algorithm">Lower case: <c>sha-256</c>.</param>
/// <param name="Value">As many bytes as the algorithm gives; for an algorithm we don't know, as many as were written, up to 64.</param>
public sealed record CertificateFingerprint(string Algorithm, ReadOnlyMemory<byte> Value)
{
    private const int MaxBytes = 64;

    public bool Equals(CertificateFingerprint? other) =>
        other is not null && Algorithm == other.Algorithm && Value.Span.SequenceEqual(other.Value.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Algorithm, StringComparer.Ordinal);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Algorithm} {BitConverter.ToString(Value.ToArray()).Replace('-', ':')}";

    /// <param name="text">Algorithm, space, upper or lower case hex pairs with colons between.</param>
    /// <returns>Null when malformed or of the wrong length for a known algorithm.</returns>
    public static CertificateFingerprint? Parse(ReadOnlySpan<char> text)
    {
        var algorithm = SdpText.TakeWord(ref text);
        var length = (text.Length + 1) / 3;
        if (!SdpText.IsToken(algorithm) || text.Length % 3 != 2 || length > MaxBytes) return null;

        var value = new byte[length];
        for (var i = 0; i < length; i++)
        {
            var pair = text.Slice(3 * i, 2);
            if (!char.IsAsciiHexDigit(pair[0]) || !char.IsAsciiHexDigit(pair[1]) || (i < length - 1 && text[(3 * i) + 2] != ':')) return null;
            value[i] = Convert.FromHexString(pair)[0];
        }

        var name = algorithm.ToString().ToLowerInvariant();
        var expected = name switch { "sha-1" => 20, "sha-224" => 28, "sha-256" => 32, "sha-384" => 48, "sha-512" => 64, _ => length };
        return length == expected ? new(name, value) : null;
    }
}
