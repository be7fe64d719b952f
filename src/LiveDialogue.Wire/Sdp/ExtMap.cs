namespace LiveDialogue.Wire.Sdp;

/// <summary>The id a header extension has in this description (RFC 8285 §5).</summary>
/// <param name="Id">1..255; those above 14 need two-byte elements.</param>
/// <param name="Direction">Null where not given: as the m-line's.</param>
public sealed record ExtMap(byte Id, string Uri, MediaDirection? Direction = null)
{
    // <id>["/" direction] <uri> [extension attributes, which none of ours has]
    internal static ExtMap? Parse(ReadOnlySpan<char> text)
    {
        var idText = SdpText.TakeWord(ref text);
        MediaDirection? direction = null;
        if (idText.IndexOf('/') is >= 0 and var slash)
        {
            if (SdpText.Direction(idText[(slash + 1)..]) is not { } known) return null;
            direction = known;
            idText = idText[..slash];
        }
        var uri = SdpText.TakeWord(ref text);
        return SdpText.TryNumber(idText, byte.MaxValue, out var id) && id > 0 && !uri.IsEmpty ? new((byte)id, uri.ToString(), direction) : null;
    }
}
