using System.Text;

namespace LiveDialogue.Server.Translation.Apertium;

/// <summary>Plain text in Apertium's stream format (https://wiki.apertium.org/wiki/Apertium_stream_format) and back. Pure.</summary>
internal static class StreamText
{
    private const string Reserved = "\\^$/<>{}[]@|~#+*";

    // A sentence that isn't ended is mistaken for a heading; the full stop set for that is taken away again.
    private const char Stop = '.';
    private const string End = "[][\n]";
    private const string SentenceEnds = ".!?…;:。！？؟।";

    /// <returns>One request in UTF-8, its closing zero byte included: at it every program in the pipe writes out what it holds.</returns>
    public static byte[] Write(string text)
    {
        var line = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '\0' or '\r' or '\n' or '\uFFFF') line.Append(' '); // U+FFFF: its programs take that for the end of their input
            else if (Reserved.Contains(c, StringComparison.Ordinal)) line.Append('\\').Append(c);
            else line.Append(c);
        }
        if (IsOpen(text)) line.Append(Stop);
        return Encoding.UTF8.GetBytes(line.Append(End).Append('\0').ToString());
    }

    /// <param name="answer">Without the zero byte.</param>
    /// <param name="text">What was asked.</param>
    /// <returns>Null when it isn't an answer to a request of ours, or nothing is left of it.</returns>
    public static string? Read(ReadOnlySpan<byte> answer, string text)
    {
        var line = Encoding.UTF8.GetString(answer);
        var end = line.LastIndexOf(End, StringComparison.Ordinal);
        if (end < 0) return null;

        var plain = Unescape(line.AsSpan(0, end)).Trim();
        if (IsOpen(text) && plain.EndsWith(Stop)) plain = plain[..^1].TrimEnd();
        return plain.Length == 0 && text.Trim().Length > 0 ? null : plain;
    }

    private static bool IsOpen(string text) => text.TrimEnd() is { Length: > 0 } trimmed && !SentenceEnds.Contains(trimmed[^1], StringComparison.Ordinal);

    private static string Unescape(ReadOnlySpan<char> line)
    {
        var plain = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length) i++;
            plain.Append(line[i]);
        }
        return plain.ToString();
    }
}
