using System.Text;

namespace LiveDialogue.Native.Icu;

/// <summary>Where a line may end (UAX #14), with ICU's dictionaries for scripts that write no spaces.</summary>
public static unsafe class LineBreaks
{
    /// <param name="language">BCP 47; empty for unknown.</param>
    /// <returns>Indices before which a line may begin, ascending, without 0 and the end. Without ICU only those after spaces.</returns>
    public static IReadOnlyList<int> Find(string text, string language)
    {
        if (LibIcu.Loaded is not { } icu) return AfterSpaces(text);

        var breaks = new List<int>();
        var locale = Encoding.ASCII.GetBytes(language.Replace('-', '_') + '\0');
        fixed (byte* name = locale)
        fixed (char* characters = text)
        {
            var status = 0;
            var iterator = icu.Open(LibIcu.Line, name, characters, text.Length, &status);
            if (status > 0 || iterator == 0) return AfterSpaces(text); // negative ones are warnings
            for (var at = icu.Next(iterator); at != LibIcu.Done; at = icu.Next(iterator))
                if (at > 0 && at < text.Length) breaks.Add(at);
            icu.Close(iterator);
        }
        return breaks;
    }

    private static List<int> AfterSpaces(string text) => [.. Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(at => text[at - 1] == ' ' && text[at] != ' ')];
}
