using System.Globalization;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>
/// Answers offers (RFC 3264, RFC 8829 §5.3). Pure: the same offer and <see cref="LocalTransport"/> give the same answer. m-lines keep their order
/// and mids, payload types and extension ids are the client's; what we don't speak is refused line by line with port 0.
/// </summary>
internal static class Negotiate
{
    private const string Sha256 = "sha-256";

    /// <summary>WHIP: takes the m-lines that send.</summary>
    public static Negotiated Publisher(string offer, Capabilities capabilities, LocalTransport local) => Answer(offer, capabilities, local, publishes: true);

    /// <summary>WHEP: each m-line that receives is a slot.</summary>
    public static Negotiated Subscriber(string offer, Capabilities capabilities, LocalTransport local) => Answer(offer, capabilities, local, publishes: false);

    private static Negotiated Answer(string offer, Capabilities capabilities, LocalTransport local, bool publishes)
    {
        if (!SessionDescription.TryParse(offer, out var sdp, out var error)) return Malformed(error);
        if (sdp.Media.Count == 0) return Malformed("The offer has no m-line.");
        if (sdp.Media.Count > 1 && sdp.BundleMids.Count == 0) return Malformed("All m-lines must share one transport: a=group:BUNDLE is missing.");

        var lines = new OfferedMedia?[sdp.Media.Count];
        for (var i = 0; i < lines.Length && i < capabilities.MaxMedia; i++)
        {
            var bundled = sdp.Media.Count == 1 || sdp.BundleMids.Contains(sdp.Media[i].Mid);
            if (bundled) lines[i] = OfferedMedia.Read(sdp.Media[i], capabilities, publishes);
        }
        if (Array.Find(lines, l => l is not null) is not { } first)
            return new Negotiated.Refused(RefusalReason.NothingInCommon, Nothing(publishes));
        if (Transport(sdp, lines, out var fingerprints) is { } fault) return fault;

        // Of several slots, which picture belongs to which sound changes with who speaks; of one each, they are of the same sender.
        var together = !publishes && HasOneOfEach(lines);
        var media = new List<NegotiatedMedia>(lines.Length);
        var answers = new List<MediaDescription>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var tagged = ReferenceEquals(lines[i], first);
            if (lines[i] is not { } line)
            {
                answers.Add(AnswerMedia.Rejected(sdp.Media[i]));
                continue;
            }
            var agreed = line.Agree(publishes ? 0 : local.Ssrc(1 + (2 * i)), publishes ? 0 : local.Ssrc(2 + (2 * i)));
            media.Add(agreed);
            answers.Add(AnswerMedia.Accepted(line, agreed, i, local, publishes, tagged, together));
        }
        var answer = new SessionDescription
        {
            Origin = string.Create(CultureInfo.InvariantCulture, $"- {local.SdpSession} 1 IN IP4 127.0.0.1"),
            BundleMids = sdp.BundleMids.Count == 0 ? [] : media.ConvertAll(m => m.Mid),
            IsIceLite = true,
            ExtMapAllowMixed = sdp.ExtMapAllowMixed,
            Media = answers,
        };
        return new Negotiated.Accepted(SdpWriter.Write(answer), media, fingerprints, first.Offer.IceUfrag!);    // Transport saw it
    }

    /// <summary>What every accepted m-line must have, or the session can't be secured.</summary>
    private static Negotiated.Refused? Transport(SessionDescription sdp, OfferedMedia?[] lines, out IReadOnlyList<ReadOnlyMemory<byte>> fingerprints)
    {
        fingerprints = [];
        if (sdp.IsIceLite) return new(RefusalReason.NothingInCommon, "Both sides are ICE-lite: nobody would send checks.");

        var found = new List<ReadOnlyMemory<byte>>();
        foreach (var line in lines)
        {
            if (line?.Offer is not { } media) continue;
            if (media.IceUfrag is null) return Malformed("ICE credentials are missing.");
            if (!media.RtcpMux) return Malformed("RTP and RTCP must share one port: a=rtcp-mux is missing.");
            if (media.Setup is DtlsSetup.Passive or DtlsSetup.HoldConnection)
                return new(RefusalReason.NothingInCommon, "This server is the DTLS server: a=setup must be actpass or active.");
            if (media.Fingerprint is { Algorithm: Sha256 } fingerprint && !found.Exists(f => f.Span.SequenceEqual(fingerprint.Value.Span)))
                found.Add(fingerprint.Value);
        }
        if (found.Count == 0) return Malformed("A sha-256 fingerprint is missing.");
        fingerprints = found;
        return null;
    }

    private static bool HasOneOfEach(OfferedMedia?[] lines) =>
        lines.Count(line => line is { Kind: MediaKind.Video }) == 1 && lines.Count(line => line is { Kind: MediaKind.Audio }) == 1;

    private static string Nothing(bool publishes) => publishes
        ? "No m-line sends Opus, VP8 or H.264 (packetization-mode=1)."
        : "No m-line receives Opus, VP8 or H.264 (packetization-mode=1).";

    private static Negotiated.Refused Malformed(string detail) => new(RefusalReason.MalformedOffer, detail);
}
