namespace LiveDialogue.Wire.Sdp;

/// <summary>A simulcast layer's name and restrictions (RFC 8851 §10).</summary>
/// <param name="Id">Letters, digits, '-' and '_'.</param>
/// <param name="IsSend">From the writer of the description to its reader.</param>
/// <param name="Restrictions">As written, such as <c>pt=96;max-width=1280</c>; null where there are none.</param>
public sealed record RidDescription(string Id, bool IsSend, string? Restrictions = null)
{
    internal static RidDescription? Parse(ReadOnlySpan<char> text)
    {
        var id = SdpText.TakeWord(ref text);
        var direction = SdpText.TakeWord(ref text);
        return SdpText.IsRid(id) && direction is ("send" or "recv")
            ? new(id.ToString(), direction is "send", text.IsEmpty ? null : text.ToString())
            : null;
    }
}
