using System.Globalization;
using System.Text;

namespace LiveDialogue.Wire.Sdp;

/// <summary>Turns a description into text as browsers write it: CRLF, ICE and DTLS on every m-line (RFC 8829 §5.2.1).</summary>
public static class SdpWriter
{
    /// <param name="description">Its strings hold no line breaks: those that come from a peer are the parser's, which refuses them.</param>
    /// <exception cref="ArgumentException">A string holds a line break: it would become a line of its own.</exception>
    public static string Write(SessionDescription description)
    {
        var text = new StringBuilder(1024 + (1024 * description.Media.Count));
        Line(text, "v=0");
        Line(text, $"o={description.Origin}");
        Line(text, "s=-");
        Line(text, "t=0 0");
        if (description.BundleMids.Count > 0) Line(text, $"a=group:BUNDLE {string.Join(' ', description.BundleMids)}");
        if (description.IsIceLite) Line(text, "a=ice-lite");
        if (description.ExtMapAllowMixed) Line(text, "a=extmap-allow-mixed");
        WriteAttributes(text, description.Attributes);
        foreach (var media in description.Media) WriteMedia(text, media);
        return text.ToString();
    }

    private static void WriteMedia(StringBuilder text, MediaDescription media)
    {
        var formats = media.PayloadTypes.Count > 0 ? string.Join(' ', media.PayloadTypes) : string.Join(' ', media.Formats);
        // The grammar asks for one format even where the m-line is rejected.
        Line(text, $"m={media.Kind} {media.Port} {media.Protocol} {(formats.Length > 0 ? formats : "0")}");
        Line(text, "c=IN IP4 0.0.0.0");
        WriteTransport(text, media);
        if (media.Mid.Length > 0) Line(text, $"a=mid:{media.Mid}");
        foreach (var extension in media.ExtMaps)
        {
            var direction = extension.Direction is { } known ? "/" + SdpText.Text(known) : "";
            Line(text, $"a=extmap:{extension.Id}{direction} {extension.Uri}");
        }
        Line(text, $"a={SdpText.Text(media.Direction)}");
        if (media.Msid is { } msid) Line(text, msid.Track is null ? $"a=msid:{msid.Stream}" : $"a=msid:{msid.Stream} {msid.Track}");
        if (media.RtcpMux) Line(text, "a=rtcp-mux");
        if (media.RtcpRsize) Line(text, "a=rtcp-rsize");
        if (media.IsBundleOnly) Line(text, "a=bundle-only");
        foreach (var payloadType in media.PayloadTypes) WriteFormat(text, media, payloadType);
        WriteSources(text, media);
        WriteAttributes(text, media.Attributes);
    }

    private static void WriteTransport(StringBuilder text, MediaDescription media)
    {
        foreach (var candidate in media.Candidates) Line(text, $"a=candidate:{candidate}");
        if (media.EndOfCandidates) Line(text, "a=end-of-candidates");
        if (media.IceUfrag is { } ufrag) Line(text, $"a=ice-ufrag:{ufrag}");
        if (media.IcePwd is { } password) Line(text, $"a=ice-pwd:{password}");
        if (media.Fingerprint is { } fingerprint) Line(text, $"a=fingerprint:{fingerprint}");
        if (media.Setup is { } setup) Line(text, $"a=setup:{SdpText.Text(setup)}");
    }

    private static void WriteFormat(StringBuilder text, MediaDescription media, byte payloadType)
    {
        if (media.RtpMaps.TryGetValue(payloadType, out var map)) Line(text, $"a=rtpmap:{payloadType} {map}");
        if (media.Feedback.TryGetValue(payloadType, out var feedback))
        {
            foreach (var kind in feedback) Line(text, $"a=rtcp-fb:{payloadType} {kind}");
        }
        if (media.FormatParameters.TryGetValue(payloadType, out var parameters)) Line(text, $"a=fmtp:{payloadType} {parameters}");
    }

    private static void WriteSources(StringBuilder text, MediaDescription media)
    {
        foreach (var rid in media.Rids)
            Line(text, $"a=rid:{rid.Id} {(rid.IsSend ? "send" : "recv")}{(rid.Restrictions is null ? "" : " " + rid.Restrictions)}");
        if (media.Simulcast is { } simulcast)
        {
            var send = simulcast.Send.Count > 0 ? " send " + string.Join(';', simulcast.Send) : "";
            var receive = simulcast.Receive.Count > 0 ? " recv " + string.Join(';', simulcast.Receive) : "";
            Line(text, $"a=simulcast:{(send + receive).TrimStart()}");
        }
        foreach (var group in media.SsrcGroups) Line(text, $"a=ssrc-group:{group.Semantics} {string.Join(' ', group.Ssrcs)}");
        foreach (var ssrc in media.Ssrcs) Line(text, $"a=ssrc:{ssrc.Ssrc} {ssrc.Name}{(ssrc.Value is null ? "" : ":" + ssrc.Value)}");
    }

    private static void WriteAttributes(StringBuilder text, IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes) Line(text, attribute.Value is null ? $"a={attribute.Name}" : $"a={attribute.Name}:{attribute.Value}");
    }

    internal static void Line(StringBuilder text, string line)
    {
        if (line.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException("An SDP value holds a line break.", nameof(line));
        text.Append(CultureInfo.InvariantCulture, $"{line}\r\n");
    }
}
