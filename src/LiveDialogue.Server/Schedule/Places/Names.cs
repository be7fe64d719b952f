namespace LiveDialogue.Server.Schedule.Places;

/// <summary>What one place is called. Immutable.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, string> _usual = new(StringComparer.Ordinal);
    private readonly List<(string Language, string Name)> _all = [];

    /// <param name="cells">One for each language, the first English; empty where English says the same. Several names are divided by "|", the usual one first.</param>
    public Names(ReadOnlySpan<string> languages, ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < languages.Length && i < cells.Length; i++)
        {
            if (cells[i].Length == 0) continue;
            foreach (var name in cells[i].Split('|')) Add(languages[i], name);
        }
    }

    private Names()
    {
    }

    /// <summary>Each name with the language that has it.</summary>
    public IReadOnlyList<(string Language, string Name)> All => _all;

    public string In(string language) => _usual.TryGetValue(language, out var name) ? name : _usual["en"];

    /// <param name="cell">"Geneva|fr:Genève|Genf": English first, names without a language are nobody's own.</param>
    public static Names Of(string cell)
    {
        var names = new Names();
        var first = true;
        foreach (var name in cell.Split('|'))
        {
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            names.Add(first ? "en" : colon > 0 ? name[..colon] : "", colon > 0 ? name[(colon + 1)..] : name);
            first = false;
        }

        return names;
    }

    private void Add(string language, string name)
    {
        _usual.TryAdd(language, name);
        _all.Add((language, name));
    }
}
