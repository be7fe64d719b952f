using System.Buffers;
using System.Collections.Frozen;

namespace LiveDialogue.Server.Translation.Apertium;

/// <summary>
/// One way of Apertium's, as its packages install it: <c>modes/eng-spa.mode</c> holds a pipe of programs in a shell's words. They are read here and started
/// one by one, since Apertium's own script holds answers back until its input ends.
/// </summary>
/// <param name="Programs">Each with its arguments; what one writes is what the next reads.</param>
internal sealed record ApertiumMode(string Name, LanguagePair Pair, IReadOnlyList<IReadOnlyList<string>> Programs)
{
    /// <summary>The generator leaves unknown words as they are, without a mark.</summary>
    private const string NoMarks = "-n";

    /// <summary>Write out what you hold at each zero byte: the one option all of them have.</summary>
    private const string FlushAtZero = "-z";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>What would mean something to a shell beyond words, quotes, pipes and the two parameters.</summary>
    private static readonly SearchValues<char> ForShells = SearchValues.Create(";&<>()`\\*?~{}!#$\n");

    /// <summary>Of the ISO 639-3 codes that packages are named by.</summary>
    private static readonly FrozenDictionary<string, string> Short = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["afr"] = "af",
        ["arg"] = "an",
        ["ast"] = "ast",
        ["bel"] = "be",
        ["bul"] = "bg",
        ["cat"] = "ca",
        ["cym"] = "cy",
        ["dan"] = "da",
        ["eng"] = "en",
        ["epo"] = "eo",
        ["eus"] = "eu",
        ["fra"] = "fr",
        ["glg"] = "gl",
        ["hbs"] = "sh",
        ["hin"] = "hi",
        ["ind"] = "id",
        ["isl"] = "is",
        ["ita"] = "it",
        ["kaz"] = "kk",
        ["mkd"] = "mk",
        ["mlt"] = "mt",
        ["msa"] = "ms",
        ["nld"] = "nl",
        ["nno"] = "nn",
        ["nob"] = "nb",
        ["oci"] = "oc",
        ["pol"] = "pl",
        ["por"] = "pt",
        ["ron"] = "ro",
        ["rus"] = "ru",
        ["slv"] = "sl",
        ["spa"] = "es",
        ["srd"] = "sc",
        ["swe"] = "sv",
        ["tat"] = "tt",
        ["ukr"] = "uk",
        ["urd"] = "ur",
        ["zlm"] = "ms",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="name">The file's, without its ending.</param>
    /// <returns>Null for what isn't a plain way between two languages: steps of others, experiments, what needs a shell.</returns>
    public static ApertiumMode? TryParse(string name, string text)
    {
        var parts = name.Split('-');
        if (parts.Length != 2 || name.AsSpan().ContainsAnyExcept(NameCharacters)) return null;
        var pair = new LanguagePair(CodeOf(parts[0]), CodeOf(parts[1]));
        if (pair.From.Length == 0 || pair.To.Length == 0 || pair.From == pair.To) return null;

        var programs = text.Trim().Split('|').Select(ProgramOf).ToArray();
        return programs.All(p => p is not null) ? new(name, pair, programs!) : null;
    }

    /// <returns>Of each pair one: the plain one before those of a region.</returns>
    public static IReadOnlyList<ApertiumMode> Best(IEnumerable<ApertiumMode> modes) =>
    [
        .. modes.OrderBy(mode => mode.Name.Length).ThenBy(mode => mode.Name, StringComparer.Ordinal).DistinctBy(mode => mode.Pair).OrderBy(mode => mode.Name, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string>? ProgramOf(string command)
    {
        var plain = command.Replace("$1", NoMarks, StringComparison.Ordinal).Replace("$2", "", StringComparison.Ordinal);
        if (plain.AsSpan().ContainsAny(ForShells)) return null;
        var words = plain.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && !words[0].AsSpan().ContainsAnyExcept(NameCharacters) ? [words[0], FlushAtZero, .. words[1..]] : null;
    }

    private static string CodeOf(string part)
    {
        var primary = part.Split('_')[0];
        return Short.GetValueOrDefault(primary, primary.Length == 2 ? primary : "");
    }
}
