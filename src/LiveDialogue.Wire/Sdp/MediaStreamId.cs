namespace LiveDialogue.Wire.Sdp;

/// <summary>The stream and track a browser shows an m-line as (<c>a=msid</c>, RFC 8830 §2).</summary>
/// <param name="Stream"><c>-</c> for no stream.</param>
/// <param name="Track">Null where not given.</param>
public sealed record MediaStreamId(string Stream, string? Track = null)
{
    internal static MediaStreamId? Parse(ReadOnlySpan<char> text)
    {
        var stream = SdpText.TakeWord(ref text);
        var track = SdpText.TakeWord(ref text);
        return stream.IsEmpty ? null : new(stream.ToString(), track.IsEmpty ? null : track.ToString());
    }
}
