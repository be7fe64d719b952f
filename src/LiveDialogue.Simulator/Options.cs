using System.Globalization;

namespace LiveDialogue.Simulator;

/// <summary>The words after the command: --name value, and --name alone for a switch.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _switches = [];

    /// <returns>Null, and what is wrong, when a word is not known or lacks its value.</returns>
    internal static Options? Parse(IReadOnlyList<string> words, IReadOnlyList<string> known, out string? problem, params IReadOnlyList<string> switches)
    {
        var options = new Options();
        problem = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (switches.Contains(words[i]))
            {
                options._switches.Add(words[i]);
                continue;
            }
            if (!known.Contains(words[i])) problem = $"{words[i]} isn't known here.";
            else if (i + 1 == words.Count) problem = $"{words[i]} needs a value.";
            if (problem is not null) return null;
            options._values[words[i]] = words[++i];
        }
        return options;
    }

    internal string? this[string name] => _values.GetValueOrDefault(name);

    internal bool Has(string name) => _switches.Contains(name);

    /// <summary>At least 1.</summary>
    internal int Number(string name, int otherwise) =>
        this[name] is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : otherwise;
}
