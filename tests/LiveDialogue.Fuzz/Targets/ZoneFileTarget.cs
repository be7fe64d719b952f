using System.Text;
using LiveDialogue.Server.Schedule.Rules;
using NodaTime;

namespace LiveDialogue.Fuzz.Targets;

/// <summary>Zone rules as a file (NodaTime's nzd): whatever is in it, it is refused in words, or every zone of it can be asked anything.</summary>
internal static class ZoneFileTarget
{
    private const byte Pool = 0, Zone = 1, Version = 2, Aliases = 3, Windows = 4;
    private static readonly string[] Zones = ["America/New_York", "Africa/Casablanca", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"];

    // Read once an upload. NodaTime copies strings and periods; the reader before it has bounded their counts by the bytes there are.
    public static FuzzTarget Create() => new("zone-file", null, [Sound(), [0, 0, 0, 0, 0, 2, 1, 1, 1, 7, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]], Check) { AllocationBase = 4 * 1024 * 1024, AllocationPerByte = 4096 };

    private static byte[] Sound()
    {
        var small = Small();
        var (rules, refusal) = RuleFile.TryRead(small);
        Property.Holds(rules?.Zones.Ids.Count(Zones.Contains) == Zones.Length, $"The small file is sound: {refusal}");
        return small;
    }

    private static void Check(ReadOnlySpan<byte> input)
    {
        var shape = NzdShape.Problem(input);
        var (rules, refusal) = RuleFile.TryRead(input.ToArray());
        Property.Holds(rules is null != refusal is null, "A file is taken or refused.");
        Property.Holds(shape is null || rules is null, "A file of the wrong shape is refused.");
        if (rules is null) return;

        Property.Holds(rules.WhyNotAfter(RuleFile.BuiltIn) is not null, "A file with six zones takes nobody's place.");
        foreach (var id in rules.Zones.Ids)
        {
            var zone = rules.Zones[id];
            for (var year = 1900; year <= 2100; year += 10)
            {
                var at = Instant.FromUtc(year, 7, 1, 0, 0);
                var local = at.InZone(zone).LocalDateTime;
                var back = zone.MapLocal(local);
                Property.Holds(back.Count is 1 or 2 && (back.First().ToInstant() == at || back.Last().ToInstant() == at), "A moment's local time leads back to it.");
            }
        }
    }

    /// <summary>The TZDB we are built with, less all but six zones and the strings that only others need: what is left fits a mutator.</summary>
    public static byte[] Small()
    {
        using var stream = typeof(DateTimeZone).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;   // NodaTime's own
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var file = copy.ToArray();
        var small = new List<byte>(file[..4]);
        var names = new List<string>();
        for (var at = 4; at < file.Length;)
        {
            var id = file[at++];
            var length = Count(file, ref at);
            var field = file[at..(at + length)];
            at += length;
            var kept = id switch
            {
                Pool => Strings(field, names),
                Zone when Zones.Contains(names[First(field)]) => field,
                Version => field,
                Aliases => [0],
                Windows => WithoutMappings(field),
                _ => null,
            };
            if (kept is null) continue;
            small.Add(id);
            Write(small, kept.Length);
            small.AddRange(kept);
        }
        return [.. small];
    }

    // Abbreviations and versions are short; of the long ones only our zones' names stay. An empty string keeps the place of the others.
    private static byte[] Strings(byte[] field, List<string> names)
    {
        var (at, kept) = (0, new List<byte>());
        var count = Count(field, ref at);
        Write(kept, count);
        for (var i = 0; i < count; i++)
        {
            var length = Count(field, ref at);
            names.Add(Encoding.UTF8.GetString(field, at, length));
            var needed = length <= 6 || Zones.Contains(names[i]);
            Write(kept, needed ? length : 0);
            if (needed) kept.AddRange(field[at..(at + length)]);
            at += length;
        }
        return [.. kept];
    }

    // Version, TZDB version and Windows version, then no mappings.
    private static byte[] WithoutMappings(byte[] field)
    {
        var at = 0;
        for (var i = 0; i < 3; i++) _ = Count(field, ref at);
        return [.. field[..at], 0];
    }

    private static int First(byte[] field)
    {
        var at = 0;
        return Count(field, ref at);
    }

    private static int Count(byte[] bytes, ref int at)
    {
        var (count, shift) = (0, 0);
        while (true)
        {
            var next = bytes[at++];
            count |= (next & 0x7F) << shift;
            if (next < 0x80) return count;
            shift += 7;
        }
    }

    private static void Write(List<byte> bytes, int count)
    {
        for (; count >= 0x80; count >>= 7) bytes.Add((byte)(0x80 | (count & 0x7F)));
        bytes.Add((byte)count);
    }
}
