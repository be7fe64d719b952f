using System.Runtime.CompilerServices;
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

    // Of each clock its own: a server has one, and several in one process (tests) don't disturb each other's order.
    private static readonly ConditionalWeakTable<IClock, Last> Lasts = new();

    public static string New(IClock clock)
    {
        var milliseconds = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        for (var i = 5; i >= 0; i--, milliseconds >>= 8) bytes[i] = unchecked((byte)milliseconds);

        var number = Lasts.GetValue(clock, static _ => new Last()).Next(new(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])));
        return string.Create(Length, number, static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5) text[i] = Alphabet[(int)(uint)(value & 31)];
        });
    }

    /// <summary>The shape of a ULID or a UUID, which is what clients may choose as an id.</summary>
    public static bool IsUlidOrUuid(string text) =>
        Guid.TryParseExact(text, "D", out _) || (text.Length == Length && text[0] <= '7' && text.All(c => Alphabet.Contains(char.ToUpperInvariant(c))));

    private sealed class Last
    {
        private readonly Lock _gate = new();
        private UInt128 _value;

        // Within one millisecond the next is the last and one (the specification's monotonic form): the order of making is the order of ids.
        public UInt128 Next(UInt128 fresh)
        {
            lock (_gate)
            {
                _value = fresh >> 80 == _value >> 80 && fresh <= _value ? _value + 1 : fresh;
                return _value;
            }
        }
    }
}
