using System.Security.Cryptography;
using NodaTime;

namespace LiveDialogue.Server.Storage;

/// <summary>
/// Ids that sort by the time they were made: 48 bits of Unix milliseconds, 80 random bits, as 26 characters of Crockford's base 32
/// (github.com/ulid/spec). Lower case reads better in a URL, but the specification's upper case is what other tools print.
/// </summary>
public static class Ulid
{
    public const int Length = 26;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(IClock clock)
    {
        var milliseconds = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        for (var i = 5; i >= 0; i--, milliseconds >>= 8) bytes[i] = unchecked((byte)milliseconds);

        var number = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return string.Create(Length, number, static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(uint)(value & 31)];
        });
    }

    /// <summary>The shape of a ULID or a UUID, which is what clients may choose as an id.</summary>
    public static bool IsUlidOrUuid(string text) =>
        Guid.TryParseExact(text, "D", out _) || (text.Length == Length && text[0] <= '7' && text.All(c => Alphabet.Contains(char.ToUpperInvariant(c))));
}
