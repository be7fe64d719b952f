using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiveDialogue.Server.Texts;

/// <summary>Everything the product says, in one language: the server's twin of <c>web/src/text.ts</c>, reading the same files. Immutable, thread-safe.</summary>
public sealed class Wording
{
    private static readonly FrozenDictionary<string, Lazy<Wording>> Known = Language.All.ToFrozenDictionary(l => l.Code, l => new Lazy<Wording>(() => new(l)));

    private readonly FrozenDictionary<string, Message> _messages;
    private readonly FrozenDictionary<string, JsonElement> _source;

    private Wording(Language language)
    {
        Language = language;
        var name = $"messages.{language.Code}.json";
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} isn't embedded.");
        using var document = JsonDocument.Parse(stream);
        var own = document.RootElement.Clone().EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value)).ToList();
        // What was added since the last translation is said in English: better than a key.
        var known = own.Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        Untranslated = language == Language.English ? [] : [.. For(Language.English)._source.Where(m => !known.Contains(m.Key)).Select(m => m.Key)];
        _source = own.Concat(Untranslated.Select(key => KeyValuePair.Create(key, For(Language.English)._source[key]))).ToFrozenDictionary();
        _messages = _source.ToFrozenDictionary(m => m.Key, m => Message.Read(m.Key, m.Value));
    }

    private Wording(Wording other, Digits digits) => (_messages, _source, Language, Untranslated, Digits) = (other._messages, other._source, other.Language, other.Untranslated, digits);

    public Language Language { get; }

    /// <summary>Those of a bare language tag, unless <see cref="In"/> said otherwise.</summary>
    public Digits Digits { get; } = Digits.Latin;

    /// <summary>Keys that this language lacks; they are said in English.</summary>
    public IReadOnlyList<string> Untranslated { get; }

    /// <summary>The same words with other digits.</summary>
    public Wording In(Digits digits) => digits == Digits ? this : new(this, digits);

    public static Wording For(Language language) => Known[language.Code].Value;

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
            text = Digits.InSentence(text);
            return args.IsEmpty ? text : Fill(text, args);
        }
    }

    public bool Has(string key) => _messages.ContainsKey(key);

    public IEnumerable<string> Keys => _messages.Keys;

    /// <summary>The messages a screen's script needs, as they stand in the file: sent along with the page, so that no language is in any bundle.</summary>
    /// <param name="prefixes">First parts of keys, without the dot.</param>
    public IReadOnlyDictionary<string, JsonElement> Some(params IReadOnlyCollection<string> prefixes) =>
        _source.Where(m => prefixes.Contains(m.Key[..m.Key.IndexOf('.', StringComparison.Ordinal)])).ToDictionary(m => m.Key, m => m.Value);

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
                string s when IsFigure(s) => Digits.Of(s),
                string s => Isolated(s),
                IFormattable f => Digits.Of(f.ToString(null, CultureInfo.InvariantCulture)),
                _ => value.ToString(),
            });
        }

        return filled.ToString();
    }

    /// <summary>"14:00", "+05:45", "3.5": written in the reader's digits. A name with a number in it is a name.</summary>
    private static bool IsFigure(string value) => value.Length > 0 && value.All(c => char.IsAsciiDigit(c) || c is ':' or '.' or ',' or '+' or '-' or '\u2212' or ' ');

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
