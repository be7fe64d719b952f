namespace LiveDialogue.Wire.Sdp;

/// <summary>One <c>a=ssrc</c> line (RFC 5576 §4.1): a source and one thing about it, such as its <c>cname</c>.</summary>
public sealed record SsrcAttribute(uint Ssrc, string Name, string? Value = null)
{
    internal static SsrcAttribute? Parse(ReadOnlySpan<char> text)
    {
        if (!SdpText.TryNumber(SdpText.TakeWord(ref text), uint.MaxValue, out uint ssrc)) return null;

        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        return SdpText.IsToken(name) ? new(ssrc, name.ToString(), colon < 0 ? null : text[(colon + 1)..].ToString()) : null;
    }
}

/// <summary>Sources that belong together (RFC 5576 §4.2): with <c>FID</c> a stream and its RTX, with <c>SIM</c> layers.</summary>
public sealed record SsrcGroup(string Semantics, IReadOnlyList<uint> Ssrcs)
{
    internal static SsrcGroup? Parse(ReadOnlySpan<char> text)
    {
        var semantics = SdpText.TakeWord(ref text);
        if (!SdpText.IsToken(semantics)) return null;

        var ssrcs = new List<uint>();
        while (!text.IsEmpty)
        {
            if (!SdpText.TryNumber(SdpText.TakeWord(ref text), uint.MaxValue, out uint ssrc)) return null;
            ssrcs.Add(ssrc);
        }
        return ssrcs.Count == 0 ? null : new(semantics.ToString(), ssrcs);
    }
}
