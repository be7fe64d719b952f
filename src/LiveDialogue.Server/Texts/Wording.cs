using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiveDialogue.Server.Texts;

/// <summary>Everything the product says, in one language: the server's twin of <c>web/src/text.ts</c>, reading the same files. Immutable, thread-safe.</summary>
public sealed class Wording
{
    private static readonly FrozenDictionary<string, Wording> Known = Language.All.ToFrozenDictionary(l => l.Code, l => new Wording(l));

    private readonly FrozenDictionary<string, Message> _messages;
    private readonly JsonElement _source;

    private Wording(Language language)
    {
        Language = language;
        var name = $"messages.{language.Code}.json";
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} isn't embedded.");
        using var document = JsonDocument.Parse(stream);
        _source = document.RootElement.Clone();
        _messages = _source.EnumerateObject().ToFrozenDictionary(m => m.Name, m => Message.Read(m.Name, m.Value));
    }

    public Language Language { get; }

    public static Wording For(Language language) => Known[language.Code];

    /// <summary>English for a code we don't speak.</summary>
    public static Wording For(string? code) => For(Language.Find(code) ?? Language.English);

    /// <summary>The message, its <c>{names}</c> filled in. A "count" chooses the plural form. A key that isn't there is shown as itself: ugly, seen, harmless.</summary>
    public string this[string key, params ReadOnlySpan<(string Name, object Value)> args]
    {
        get
        {
            if (!_messages.TryGetValue(key, out var message)) return key;
            var text = message switch
            {
                Message.Counted counted => Form(counted, args),
                Message.Plain plain => plain.Text,
                _ => key,
            };
            return args.IsEmpty ? text : Fill(text, args);
        }
    }

    public bool Has(string key) => _messages.ContainsKey(key);

    public IEnumerable<string> Keys => _messages.Keys;

    /// <summary>The messages a screen's script needs, as they stand in the file: sent along with the page, so that no language is in any bundle.</summary>
    /// <param name="prefixes">First parts of keys, without the dot.</param>
    public IReadOnlyDictionary<string, JsonElement> Some(params IReadOnlyCollection<string> prefixes) =>
        _source.EnumerateObject()
            .Where(m => prefixes.Contains(m.Name[..m.Name.IndexOf('.', StringComparison.Ordinal)]))
            .ToDictionary(m => m.Name, m => m.Value);

    private string Form(Message.Counted counted, ReadOnlySpan<(string Name, object Value)> args)
    {
        foreach (var (name, value) in args)
        {
            if (name != "count") continue;
            var form = PluralForm.Of(Language, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            return counted.Forms.TryGetValue(form, out var text) ? text : counted.Forms["other"];
        }

        return counted.Forms["other"];
    }

    private string Fill(string text, ReadOnlySpan<(string Name, object Value)> args)
    {
        var filled = new StringBuilder(text);
        foreach (var (name, value) in args)
        {
            filled.Replace($"{{{name}}}", value switch
            {
                string s => Isolated(s),
                IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            });
        }

        return filled.ToString();
    }

    /// <summary>
    /// A name written the other way must not reorder the sentence around it: first strong isolate (Unicode UAX #9 §2.4.2). Words of our own
    /// direction stay bare: an isolate of nothing but isolates has no strong letter left, and would be laid out left to right.
    /// </summary>
    private string Isolated(string value)
    {
        foreach (var c in value)
        {
            if (Language.RightToLeft ? char.IsLetter(c) && !IsRightToLeft(c) : IsRightToLeft(c)) return $"\u2068{value}\u2069";
        }

        return value;
    }

    private static bool IsRightToLeft(char c) =>
        c is (>= '\u0590' and <= '\u08FF') or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or (>= '\uFB1D' and <= '\uFEFC');
}
