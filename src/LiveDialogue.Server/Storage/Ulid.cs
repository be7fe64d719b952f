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

    private static readonly Lock Gate = new();
    private static UInt128 _last;

    public static string New(IClock clock)
    {
        var milliseconds = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        for (var i = 5; i >= 0; i--, milliseconds >>= 8) bytes[i] = unchecked((byte)milliseconds);

        var number = AfterLast(new(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])));
        return string.Create(Length, number, static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(uint)(value & 31)];
        });
    }

    // Within one millisecond the next is the last and one (the specification's monotonic form): the order of making is the order of ids.
    private static UInt128 AfterLast(UInt128 fresh)
    {
        lock (Gate)
        {
            _last = fresh >> 80 == _last >> 80 && fresh <= _last ? _last + 1 : fresh;
            return _last;
        }
    }

    /// <summary>The shape of a ULID or a UUID, which is what clients may choose as an id.</summary>
    public static bool IsUlidOrUuid(string text) =>
        Guid.TryParseExact(text, "D", out _) || (text.Length == Length && text[0] <= '7' && text.All(c => Alphabet.Contains(char.ToUpperInvariant(c))));
}
