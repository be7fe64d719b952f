namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>
/// Looks over a compiled TZDB before NodaTime reads it: NodaTime believes the counts it finds and allocates by them, so that eleven bytes could ask
/// for gigabytes. A count here is never larger than the bytes that are left for its items.
/// </summary>
/// <remarks>
/// The file is four bytes of version, 0, and fields: id (1 byte), length (7-bit groups, low first), bytes. Field 0 is the pool of strings, 1 a zone
/// (name, kind, then for kind 2 its periods), 3 the aliases, 4 to 7 mappings and places.
/// </remarks>
internal static class NzdShape
{
    private const byte StringPool = 0, Zone = 1, Aliases = 3, Precalculated = 2;

    /// <returns>Null when the shape is right, else what is wrong with it.</returns>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        if (file.Length < 5 || file[..4].ContainsAnyExcept((byte)0)) return "it doesn't begin as one";
        var rest = file[4..];
        var (zones, pooled) = (0, false);
        while (rest.Length > 0)
        {
            var id = rest[0];
            rest = rest[1..];
            if (!TryCount(ref rest, out var length) || length > rest.Length) return "it ends in the middle";
            var field = rest[..length];
            rest = rest[length..];
            if (id == StringPool)
            {
                if (pooled) return "it has two pools of strings";
                pooled = true;
            }
            if (id == Zone) zones++;
            if (!IsFieldSound(id, field, pooled)) return $"field {id} counts more than it holds";
        }
        return !pooled || zones is 0 or > 5000 ? "it has no zones" : null;
    }

    private static bool IsFieldSound(byte id, ReadOnlySpan<byte> field, bool pooled) => id switch
    {
        StringPool => IsPool(field),
        Zone => pooled && IsZone(field),
        Aliases or 5 or 6 or 7 => TryCount(ref field, out var items) && items <= field.Length,
        4 => IsWindowsMap(field),
        _ => true,   // the version, and what later writers may add: NodaTime skips what it doesn't know
    };

    private static bool IsPool(ReadOnlySpan<byte> field)
    {
        if (!TryCount(ref field, out var strings) || strings > field.Length) return false;
        for (var i = 0; i < strings; i++)
        {
            if (!TryCount(ref field, out var length) || length > field.Length) return false;
            field = field[length..];
        }
        return true;
    }

    // Name and kind; then how many periods, each of at least two bytes.
    private static bool IsZone(ReadOnlySpan<byte> field)
    {
        if (!TryCount(ref field, out _) || field.Length == 0) return false;
        var kind = field[0];
        field = field[1..];
        return kind != Precalculated || (TryCount(ref field, out var periods) && periods <= field.Length / 2);
    }

    // Three strings' places in the pool may be written inline (they aren't): version, TZDB version, Windows version; then the mappings.
    private static bool IsWindowsMap(ReadOnlySpan<byte> field)
    {
        for (var i = 0; i < 3; i++)
            if (!TryCount(ref field, out _)) return false;
        return TryCount(ref field, out var items) && items <= field.Length;
    }

    private static bool TryCount(ref ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (bytes.Length == 0) return false;
            var next = bytes[0];
            bytes = bytes[1..];
            if (shift == 28 && next > 7) return false;   // beyond 31 bits
            count |= (next & 0x7F) << shift;
            if (next < 0x80) return true;
        }
        return false;
    }
}
