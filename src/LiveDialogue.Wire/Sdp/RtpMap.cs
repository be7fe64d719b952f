namespace LiveDialogue.Wire.Sdp;

/// <summary>What a payload type stands for (RFC 8866 §6.6).</summary>
/// <param name="Codec">As written; compare without regard to case.</param>
/// <param name="ClockRate">Hertz.</param>
/// <param name="Channels">1 where not given.</param>
public sealed record RtpMap(string Codec, int ClockRate, int Channels = 1)
{
    public bool Is(string codec) => string.Equals(Codec, codec, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Channels == 1 ? $"{Codec}/{ClockRate}" : $"{Codec}/{ClockRate}/{Channels}";

    internal static RtpMap? Parse(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (slash <= 0) return null;

        var codec = text[..slash];
        var rest = text[(slash + 1)..];
        var channels = 1;
        if (rest.IndexOf('/') is >= 0 and var second)
        {
            if (!SdpText.TryNumber(rest[(second + 1)..], 255, out channels) || channels == 0) return null;
            rest = rest[..second];
        }
        return SdpText.IsToken(codec) && SdpText.TryNumber(rest, int.MaxValue, out var clockRate) && clockRate > 0
            ? new(codec.ToString(), clockRate, channels)
            : null;
    }
}
