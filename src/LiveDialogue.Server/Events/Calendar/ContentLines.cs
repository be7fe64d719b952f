using System.Buffers;
using System.Text;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Writes content lines (RFC 5545 §3.1): CRLF, folded at 75 octets without cutting a character in two.</summary>
internal sealed class ContentLines
{
    private const int MaxOctets = 75;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <param name="name">With its parameters.</param>
    /// <param name="value">Written as it is, but control characters are left out: no input begins a line of its own.</param>
    public void Add(string name, string value)
    {
        var line = $"{name}:{value}";
        Span<byte> encoded = stackalloc byte[4];
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())   // a lone surrogate becomes U+FFFD
        {
            if (Rune.IsControl(rune)) continue;
            var length = rune.EncodeToUtf8(encoded);
            if (octets + length > MaxOctets)
            {
                _bytes.Write("\r\n "u8);
                octets = 1;   // the space counts
            }
            _bytes.Write(encoded[..length]);
            octets += length;
        }
        _bytes.Write("\r\n"u8);
    }

    /// <summary>A value of type TEXT (§3.3.11): escaped, control characters but the line break left out.</summary>
    public void AddText(string name, string value)
    {
        var escaped = new StringBuilder(value.Length + 16);
        foreach (var c in value.ReplaceLineEndings("\n"))
        {
            if (c is '\\' or ';' or ',') escaped.Append('\\').Append(c);
            else if (c == '\n') escaped.Append("\\n");
            else if (!char.IsControl(c)) escaped.Append(c);
        }
        Add(name, escaped.ToString());
    }

    /// <summary>A parameter's value in quotes (§3.2), which can't hold quotes itself: they become apostrophes.</summary>
    public static string Quoted(string value) => $"\"{value.Replace('"', '\'')}\"";

    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();
}
