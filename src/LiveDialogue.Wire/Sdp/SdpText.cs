using System.Globalization;

namespace LiveDialogue.Wire.Sdp;

/// <summary>The grammar SDP's lines share (RFC 8866 §9, RFC 8839 §5).</summary>
internal static class SdpText
{
    /// <summary>Longer descriptions are refused: a stage of 150 m-lines takes half of it.</summary>
    public const int MaxLength = 256 * 1024;
    public const int MaxLines = 4096;
    public const int MaxMedia = 512;

    /// <summary>Cuts the first word off, and the one space after it.</summary>
    public static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        var word = space < 0 ? text : text[..space];
        text = space < 0 ? default : text[(space + 1)..];
        return word;
    }

    public static bool TryNumber(ReadOnlySpan<char> text, int max, out int number)
    {
        var parsed = TryNumber(text, (uint)max, out uint wide);
        number = (int)wide;
        return parsed;
    }

    /// <summary>Digits only: no sign, no space, no leading plus.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, uint max, out uint number)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max) return true;

        number = 0;
        return false;
    }

    /// <summary>RFC 8866's token: printable ASCII without separators.</summary>
    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`{|}~".Contains(c, StringComparison.Ordinal)) return false;
        }
        return !text.IsEmpty;
    }

    public static bool IsRid(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        return text.Length is > 0 and <= 255;
    }

    /// <summary>RFC 8839's ice-char throughout.</summary>
    public static bool IsIce(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/')) return false;
        }
        return true;
    }

    public static bool IsUfrag(ReadOnlySpan<char> text) => text.Length is >= 4 and <= 256 && IsIce(text);

    public static bool IsPassword(ReadOnlySpan<char> text) => text.Length is >= 22 and <= 256 && IsIce(text);

    public static MediaDirection? Direction(ReadOnlySpan<char> text) => text switch
    {
        "sendrecv" => MediaDirection.SendReceive,
        "sendonly" => MediaDirection.SendOnly,
        "recvonly" => MediaDirection.ReceiveOnly,
        "inactive" => MediaDirection.Inactive,
        _ => null,
    };

    public static string Text(MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.ReceiveOnly => "recvonly",
        MediaDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    public static DtlsSetup? Setup(ReadOnlySpan<char> text) => text switch
    {
        "actpass" => DtlsSetup.ActPass,
        "active" => DtlsSetup.Active,
        "passive" => DtlsSetup.Passive,
        "holdconn" => DtlsSetup.HoldConnection,
        _ => null,
    };

    public static string Text(DtlsSetup setup) => setup switch
    {
        DtlsSetup.Active => "active",
        DtlsSetup.Passive => "passive",
        DtlsSetup.HoldConnection => "holdconn",
        _ => "actpass",
    };
}
