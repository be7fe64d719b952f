using System.Globalization;
using System.Text;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>
/// A name beside an address, as one encoded word (RFC 2047) where it isn't ASCII. .NET's mail client would write several for a longer name and put
/// them into quotes, where readers see a blank between each two; so what doesn't fit into one is cut, between characters. The mail's text has it whole.
/// </summary>
internal static class MailName
{
    private const string Begin = "=?utf-8?B?", End = "?=";
    private const char Cut = (char)0x2026;   // …

    /// <summary>Of the 75 that §2 allows, less the word's own, in base64.</summary>
    private const int MaxOctets = (75 - 12) / 4 * 3;

    public static string Of(string name)
    {
        var line = string.Concat(name.Where(c => !char.IsControl(c)));
        // What looks like an encoded word would be taken for one.
        if (Ascii.IsValid(line) && !line.Contains("=?", StringComparison.Ordinal)) return line;
        return Begin + Convert.ToBase64String(Encoding.UTF8.GetBytes(Fit(line))) + End;
    }

    private static string Fit(string line)
    {
        if (Encoding.UTF8.GetByteCount(line) <= MaxOctets) return line;
        var (fit, left) = (new StringBuilder(), MaxOctets - 3);
        var characters = StringInfo.GetTextElementEnumerator(line);
        while (characters.MoveNext())
        {
            var character = characters.GetTextElement();
            left -= Encoding.UTF8.GetByteCount(character);
            if (left < 0) break;
            fit.Append(character);
        }
        return fit.Append(Cut).ToString();
    }
}
