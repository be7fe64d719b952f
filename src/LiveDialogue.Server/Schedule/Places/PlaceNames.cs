using System.Collections.Frozen;
using System.Globalization;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>What zones' cities and countries are called, from the embedded tables (CLDR's, and our own list of more cities). Immutable.</summary>
internal sealed class PlaceNames
{
    public static readonly PlaceNames Known = new();

    private readonly FrozenDictionary<string, Names> _zones;
    private readonly FrozenDictionary<string, Country> _countries;

    private PlaceNames()
    {
        var zones = new Dictionary<string, Names>(StringComparer.Ordinal);
        var countries = new Dictionary<string, Country>(StringComparer.Ordinal);
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] languages = [];
        foreach (var fields in Lines("places.tsv"))
        {
            switch (fields[0])
            {
                case "languages": languages = fields[1..]; break;
                case "zone": zones[fields[1]] = new(languages, fields.AsSpan(2)); break;
                case "country": countries[fields[1]] = new(fields[1], fields[2], long.Parse(fields[3], CultureInfo.InvariantCulture), new(languages, fields.AsSpan(4))); break;
                case "alias": aliases[fields[1]] = fields[2]; break;
                default: throw new InvalidDataException($"places.tsv has a line {fields[0]}.");
            }
        }

        _zones = zones.ToFrozenDictionary(StringComparer.Ordinal);
        _countries = countries.ToFrozenDictionary(StringComparer.Ordinal);
        Aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);
        More = [.. Lines("cities.tsv").Select(fields => new MoreCity(fields[0], fields[1], Names.Of(fields[2])))];
    }

    /// <summary>Old names of zones, where CLDR knows the city better than TZDB does.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; }

    /// <summary>Cities without a zone of their own.</summary>
    public IReadOnlyList<MoreCity> More { get; }

    /// <summary>"Kinshasa" of Africa/Kinshasa, in a language; the zone's own name where nobody says otherwise.</summary>
    public string City(string zone, string language) => _zones.TryGetValue(zone, out var names) ? names.In(language) : Spoken(zone);

    public Names? CityNames(string zone) => _zones.GetValueOrDefault(zone);

    public Country? Country(string code) => _countries.GetValueOrDefault(code);

    /// <summary>"Port-au-Prince" of America/Port-au-Prince.</summary>
    public static string Spoken(string zone) => zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');

    private static IEnumerable<string[]> Lines(string name)
    {
        using var stream = typeof(PlaceNames).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} isn't embedded.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line.Split('\t');
        }
    }
}
