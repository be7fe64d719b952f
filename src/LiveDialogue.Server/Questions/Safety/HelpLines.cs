using System.Collections.Frozen;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Where somebody in danger finds help, by country, from <c>help-lines.tsv</c>; everywhere the two directories that know the others.</summary>
internal static class HelpLines
{
    private const string Everywhere = "*";

    private static readonly Lazy<FrozenDictionary<string, HelpLineView[]>> Known = new(Read);

    /// <param name="place">As the asker typed it: a country, a town; null when they said nothing.</param>
    public static IReadOnlyList<HelpLineView> For(string? place) =>
        [.. AskerPlace.CodeOf(place) is { } code && Known.Value.TryGetValue(code, out var own) ? own : [], .. Known.Value[Everywhere]];

    private static FrozenDictionary<string, HelpLineView[]> Read()
    {
        using var reader = new StreamReader(typeof(HelpLines).Assembly.GetManifestResourceStream("help-lines.tsv")!);     // built in
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'))
            .GroupBy(fields => fields[0], StringComparer.Ordinal)
            .ToFrozenDictionary(country => country.Key, country => country.Select(fields => new HelpLineView(fields[1], OrNull(fields[2]), OrNull(fields[3]))).ToArray());
    }

    private static string? OrNull(string field) => field.Length == 0 ? null : field;
}
