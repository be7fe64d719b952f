using System.Globalization;
using System.Text;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Events;

/// <summary>Readable names for URLs: ASCII lower-case words with hyphens, whatever script the title is in.</summary>
internal static class Slugs
{
    private const int MaxLength = 60;

    /// <summary>Letters that decomposition leaves as they are, and the scripts our offices write. Coarse: a slug is read, not pronounced.</summary>
    private static readonly Dictionary<char, string> Letters = Table(
        "ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i ŋ ng",
        "а a б b в v г g ґ g д d е e є ye ж zh з z и i і i ї yi й y к k л l м m н n о o п p р r с s т t у u ў u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya",
        "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o",
        "ا a آ a أ a إ i ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ک k ل l م m ن n ه h ة a و w ؤ w ي y ی y ى a ئ y پ p چ ch گ g ژ zh");

    /// <returns>A slug, not yet known to be free; from the id when the title has no letter we can write.</returns>
    public static string For(string title, EventId id)
    {
        var slug = new StringBuilder();
        foreach (var c in title.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (Letters.TryGetValue(c, out var letters)) slug.Append(letters);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && c is not ('\'' or '’' or 'ь' or 'ъ' or 'ء') && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length >= MaxLength) break;
        }
        var text = slug.ToString().Trim('-');
        if (text.Length < 2) return $"event-{id.Value[^8..].ToLowerInvariant()}";
        return Ulid.IsUlidOrUuid(text) ? $"{text}-event" : text;   // {event} in a URL is an id or a slug: never both
    }

    private static Dictionary<char, string> Table(params string[] rows)
    {
        var table = new Dictionary<char, string>();
        foreach (var row in rows)
            foreach (var pair in row.Split(' ').Chunk(2))
                table[pair[0][0]] = pair[1];
        return table;
    }
}
