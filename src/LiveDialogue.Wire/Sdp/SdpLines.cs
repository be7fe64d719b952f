namespace LiveDialogue.Wire.Sdp;

/// <summary>Walks the lines of a description: CRLF or LF, empty ones skipped; the first fault ends the walk and is told as a sentence.</summary>
internal ref struct SdpLines
{
    private ReadOnlySpan<char> _rest;
    private int _number;

    public SdpLines(ReadOnlySpan<char> text)
    {
        _rest = text;
        if (text.Length > SdpText.MaxLength) Error = $"The description is longer than {SdpText.MaxLength / 1024} KiB.";
    }

    /// <summary>Why the walk ended early; null while all is well.</summary>
    public string? Error { get; private set; }

    /// <summary>The letter before the equals sign.</summary>
    public char Kind { get; private set; }

    public ReadOnlySpan<char> Value { get; private set; }

    public bool MoveNext()
    {
        while (Error is null && !_rest.IsEmpty)
        {
            var end = _rest.IndexOf('\n');
            var line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (++_number > SdpText.MaxLines)
            {
                Error = $"The description has more than {SdpText.MaxLines} lines.";
                return false;
            }

            if (line.EndsWith('\r')) line = line[..^1];
            if (line.IsEmpty) continue;
            if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0])) return Fail("is not of the form x=value");
            // A bare CR or NUL could become a line of its own where the value is written out again.
            if (HasControlCharacter(line)) return Fail("holds a control character");

            Kind = line[0];
            Value = line[2..];
            return true;
        }
        return false;
    }

    private static bool HasControlCharacter(ReadOnlySpan<char> line)
    {
        foreach (var c in line)
        {
            if (c is < ' ' and not '\t') return true;
        }
        return false;
    }

    /// <summary>Ends the walk.</summary>
    /// <param name="what">Completes "Line N …".</param>
    /// <returns>False, always.</returns>
    public bool Fail(string what)
    {
        Error = $"Line {_number} {what}.";
        return false;
    }
}
