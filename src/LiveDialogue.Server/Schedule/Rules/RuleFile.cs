using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;
using NodaTime.Utility;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>Zone rules as they come in a file: NodaTime's compiled TZDB, <c>.nzd</c>.</summary>
/// <param name="Version">Of the TZDB: <c>2026f</c>.</param>
/// <param name="Bytes">The file itself.</param>
internal sealed record RuleFile(string Version, TzdbDateTimeZoneSource Source, IDateTimeZoneProvider Zones, byte[] Bytes)
{
    /// <summary>The largest file taken; the whole TZDB is a tenth of it.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Names that may be gone: a TZDB keeps the old ones, but US/Pacific-New, a law that never came, was taken out in 2020.</summary>
    private const int MaxLost = 3;

    private static readonly Regex VersionForm = new("^[0-9]{4}[a-z]{1,2}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The rules this program was built with.</summary>
    public static RuleFile BuiltIn { get; } = new(TzdbDateTimeZoneSource.Default.TzdbVersion, TzdbDateTimeZoneSource.Default, DateTimeZoneProviders.Tzdb, ReadBuiltIn());

    /// <summary>Reads a file that anybody may have made: nothing in it is believed before it is checked.</summary>
    /// <returns>The rules; or why they are no rules, for the operator.</returns>
    public static (RuleFile? Rules, string? Refusal) TryRead(byte[] bytes)
    {
        if (bytes.Length > MaxBytes) return (null, $"The file is larger than {MaxBytes} bytes.");
        if (NzdShape.Problem(bytes) is { } problem) return (null, $"The file is no TZDB of NodaTime: {problem}.");
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var source = TzdbDateTimeZoneSource.FromStream(stream);
            source.Validate();
            if (!VersionForm.IsMatch(source.TzdbVersion)) return (null, "The file has no TZDB version such as 2026f.");
            var zones = new DateTimeZoneCache(source);
            foreach (var id in zones.Ids) Walk(zones[id]);
            if (zones.GetZoneOrNull("UTC")?.GetUtcOffset(Instant.FromUtc(2030, 1, 1, 0, 0)) != Offset.Zero) return (null, "The file has another idea of UTC.");
            return (new(source.TzdbVersion, source, zones, bytes), null);
        }
        catch (Exception error) when (error is InvalidNodaDataException or DateTimeZoneNotFoundException or InvalidDateTimeZoneSourceException or IOException or ArgumentException or ArithmeticException or InvalidOperationException or IndexOutOfRangeException or FormatException or NullReferenceException or KeyNotFoundException)
        {
            return (null, $"The file is damaged: {error.Message}");   // NodaTime's reader throws whatever the damage leads it to
        }
    }

    /// <summary>Whether these rules may take the place of others: newer, and hardly a zone less.</summary>
    /// <returns>Null if so, else why not.</returns>
    public string? WhyNotAfter(RuleFile current)
    {
        if (Compare(Version, current.Version) <= 0) return $"The file has TZDB {Version}; {current.Version} is in force, which is no older.";
        var missing = current.Zones.Ids.Where(id => Zones.GetZoneOrNull(id) is null).ToList();
        return missing.Count <= MaxLost ? null : $"The file lacks {missing.Count} zones that TZDB {current.Version} has, {missing[0]} among them: it isn't whole.";
    }

    /// <summary>Versions by age: year, then letters (after z comes za).</summary>
    public static int Compare(string version, string other)
    {
        var byYear = string.CompareOrdinal(version[..4], other[..4]);
        if (byYear != 0) return byYear;
        return version.Length != other.Length ? version.Length - other.Length : string.CompareOrdinal(version, other);
    }

    /// <returns>Empty where this NodaTime carries it under another name: then an upgrade still says which events move, but not all clocks as they were.</returns>
    private static byte[] ReadBuiltIn()
    {
        using var resource = typeof(TzdbDateTimeZoneSource).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd");
        if (resource is null) return [];
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    // Zones are read when first asked for: damage in one must show here, not on an event's page.
    private static void Walk(DateTimeZone zone)
    {
        var (from, to) = (Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2101, 1, 1, 0, 0));
        var changes = 0;
        foreach (var _ in zone.GetZoneIntervals(from, to))
            if (++changes > 2000) throw new InvalidNodaDataException($"{zone.Id} changes more than ten times a year.");
    }
}
