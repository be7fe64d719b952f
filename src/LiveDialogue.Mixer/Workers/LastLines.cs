using System.Text;

namespace LiveDialogue.Mixer.Workers;

/// <summary>Keeps the end of what a worker says, in bounded memory. Secrets, and beginnings of them, are taken out before a line is kept. Thread-safe.</summary>
internal sealed class LastLines(IReadOnlyList<string> secrets)
{
    private const int MostLines = 12;
    private const int LongestLine = 400;

    /// <summary>Characters from which on the beginning of a secret is taken for it.</summary>
    private const int Telling = 12;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly byte[] _line = new byte[LongestLine * 4];
    private int _length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var b in bytes)
            {
                if (b is (byte)'\n' or (byte)'\r') Finish();
                else if (_length < _line.Length) _line[_length++] = b;
            }
        }
    }

    /// <summary>The oldest first, one a line; empty while nothing was said.</summary>
    public override string ToString()
    {
        lock (_gate) return string.Join('\n', _length == 0 ? _lines : _lines.Append(Text()));
    }

    private void Finish()
    {
        if (_length == 0) return;
        if (_lines.Count == MostLines) _lines.Dequeue();
        _lines.Enqueue(Text());
        _length = 0;
    }

    // A long secret may be cut off, by us or by the worker (ffmpeg's lines have 1,023 bytes): so much of it as stands there is replaced.
    private static string Without(string secret, string text)
    {
        if (secret.Length == 0) return text;
        var known = secret.AsSpan(0, Math.Min(secret.Length, Telling));
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOf(known, StringComparison.Ordinal)) >= 0;)
        {
            clean.Append(rest[..at]).Append("***");
            rest = rest[(at + rest[at..].CommonPrefixLength(secret))..];
        }
        return clean.Append(rest).ToString();
    }

    // Replaced before the line is cut, so that half a secret doesn't stay.
    private string Text()
    {
        var text = System.Text.Encoding.UTF8.GetString(_line, 0, _length);
        foreach (var secret in secrets) text = Without(secret, text);
        return text.Length <= LongestLine ? text : text[..LongestLine];
    }
}
