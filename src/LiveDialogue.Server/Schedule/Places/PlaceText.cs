using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>Names as people type them: without case, accents, Arabic's variant letters and signs, in digits 0–9, words apart by one space. Pure.</summary>
internal static class PlaceText
{
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            switch (char.GetUnicodeCategory(c))
            {
                // Hindi writes its vowels as marks: only the nukta and the halant are left out there, which people type or not.
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark:
                    if (c is >= '\u0900' and <= '\u0DFF' and not ('\u093C' or '\u094D')) folded.Append(c);
                    break;
                case UnicodeCategory.Format or UnicodeCategory.Control:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    folded.Append((char)('0' + (int)char.GetNumericValue(c)));
                    break;
                default:
                    Letter(c, folded);
                    break;
            }
        }

        return folded.ToString().Trim();
    }

    private static void Letter(char c, StringBuilder folded)
    {
        var plain = char.ToLowerInvariant(c) switch
        {
            'أ' or 'إ' or 'آ' or 'ٱ' => "ا",
            'ة' => "ه",
            'ى' or 'ئ' or 'ی' => "ي",
            'ؤ' => "و",
            'ک' => "ك",
            'ـ' or 'ء' or '\'' or '’' or 'ʼ' or '‘' or '`' => "",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'đ' or 'ð' => "d",
            'ł' => "l",
            'ı' => "i",
            'ё' => "е",
            var other when char.IsLetter(other) || other is '+' or '/' or ':' => null,
            _ => " ",
        };
        if (plain == " " && (folded.Length == 0 || folded[^1] == ' ')) return;
        if (plain is null) folded.Append(char.ToLowerInvariant(c));
        else folded.Append(plain);
    }
}
