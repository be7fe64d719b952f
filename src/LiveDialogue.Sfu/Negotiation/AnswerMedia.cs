using System.Globalization;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>Composes one m-line of an answer.</summary>
internal static class AnswerMedia
{
    /// <summary>Of the local preference: direction 4 of a passive host candidate, and the most for the rest (RFC 6544 §4.2).</summary>
    private const uint PassiveStream = (4 << 13) | 8191;

    /// <summary>Refused, in its place (RFC 3264 §6).</summary>
    public static MediaDescription Rejected(MediaDescription offer) => new()
    {
        Kind = offer.Kind,
        Port = 0,
        Protocol = offer.Protocol,
        Formats = offer.Formats,
        PayloadTypes = offer.PayloadTypes,
        Mid = offer.Mid,
        Direction = MediaDirection.Inactive,
    };

    /// <param name="index">Of the m-line: names its track, since every a=msid must be unlike the others.</param>
    /// <param name="together">The picture and the sound are one stream: a browser keeps what is in one stream in step, and nothing else.</param>
    /// <param name="tagged">The first accepted one: it alone carries the candidates (RFC 9143 §7.1.3).</param>
    public static MediaDescription Accepted(OfferedMedia line, NegotiatedMedia agreed, int index, LocalTransport local, bool publishes, bool tagged, bool together)
    {
        var offer = line.Offer;
        var payloadTypes = new List<byte>();
        foreach (var format in agreed.Formats)
        {
            // A publisher sends the first; a viewer takes either.
            if (publishes && format.RedPayloadType is { } first) payloadTypes.Add(first);
            payloadTypes.Add(format.PayloadType);
            if (!publishes && format.RedPayloadType is { } red) payloadTypes.Add(red);
            if (format.RtxPayloadType is { } rtx) payloadTypes.Add(rtx);
        }
        return new()
        {
            Kind = offer.Kind,
            Protocol = offer.Protocol,
            PayloadTypes = payloadTypes,
            Mid = offer.Mid,
            Direction = publishes ? MediaDirection.ReceiveOnly : MediaDirection.SendOnly,
            RtpMaps = payloadTypes.ToDictionary(pt => pt, pt => offer.RtpMaps[pt]),
            FormatParameters = Parameters(offer, payloadTypes, agreed.Formats[0], publishes),
            Feedback = agreed.Formats.ToDictionary(f => f.PayloadType, f => Feedback(offer, f, line.WantedFeedback)),
            ExtMaps = Extensions(offer, agreed.Formats[0].Extensions),
            Rids = [.. agreed.Rids.Select(rid => new RidDescription(rid, IsSend: false))],
            Simulcast = agreed.Rids.Count == 0 ? null : new SimulcastDescription([], agreed.Rids),
            IceUfrag = local.Ice.Ufrag,
            IcePwd = local.Ice.Password,
            Fingerprint = new CertificateFingerprint("sha-256", local.Fingerprint),
            Setup = DtlsSetup.Passive,
            RtcpMux = true,
            RtcpRsize = offer.RtcpRsize,
            Candidates = tagged ? Candidates(local.Candidates) : [],
            EndOfCandidates = tagged,
            Msid = publishes ? null : new MediaStreamId(together ? "program" : $"slot{Text(index)}", $"track{Text(index)}"),
            Ssrcs = publishes ? [] : Sources(agreed, local),
            SsrcGroups = publishes || !HasRtx(agreed) ? [] : [new SsrcGroup("FID", [agreed.Ssrc, agreed.RtxSsrc])],
        };
    }

    /// <summary>Our host candidates, all of them: an ICE-lite server has no others (RFC 8445 §5.2).</summary>
    public static IReadOnlyList<IceCandidate> Candidates(IReadOnlyList<OfferedAddress> addresses)
    {
        var candidates = new IceCandidate[addresses.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            var endpoint = addresses[i].Address.ToEndPoint();
            candidates[i] = addresses[i].IsStream
                ? new(Text(i + 1), 1, "tcp", Priority(90, PassiveStream - (uint)i), endpoint.Address.ToString(), (ushort)endpoint.Port, "host", "tcptype passive")
                : new(Text(i + 1), 1, "udp", Priority(126, 65_535 - (uint)i), endpoint.Address.ToString(), (ushort)endpoint.Port, "host");
        }
        return candidates;
    }

    /// <summary>Component 1 (RFC 8445 §5.1.2.1): hosts 126, by TCP 90 as browsers have it, so that every UDP pair goes first.</summary>
    private static uint Priority(uint type, uint local) => (type << 24) | (local << 8) | 255;

    private static IReadOnlyList<string> Feedback(MediaDescription offer, TrackFormat format, IReadOnlyList<string> wanted) =>
        offer.Feedback.TryGetValue(format.PayloadType, out var offered)
            ? [.. wanted.Where(f => offered.Contains(f) && (f != "transport-cc" || format.TransportCc))]
            : [];

    /// <summary>As offered; of a publisher's Opus we want what repeats the packet before within the next (RFC 7587 §6.1), offered or not.</summary>
    private static Dictionary<byte, string> Parameters(MediaDescription offer, IReadOnlyList<byte> payloadTypes, TrackFormat format, bool publishes)
    {
        const string Wanted = "useinbandfec=1";
        var parameters = payloadTypes.Where(offer.FormatParameters.ContainsKey).ToDictionary(pt => pt, pt => offer.FormatParameters[pt]);
        if (!publishes || format.Codec != TrackCodec.Opus || offer.FormatParameter(format.PayloadType, "useinbandfec") == "1") return parameters;
        var offered = parameters.GetValueOrDefault(format.PayloadType, "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        parameters[format.PayloadType] = string.Join(';', [.. offered.Where(p => !p.StartsWith("useinbandfec", StringComparison.OrdinalIgnoreCase)), Wanted]);
        return parameters;
    }

    private static IReadOnlyList<ExtMap> Extensions(MediaDescription offer, ExtensionIds ids)
    {
        byte[] taken = [ids.Mid, ids.Rid, ids.RepairedRid, ids.TransportCc, ids.AudioLevel];
        return [.. offer.ExtMaps.Where(e => e.Uri != HeaderExtensionUris.AbsSendTime && taken.Contains(e.Id)).Select(e => new ExtMap(e.Id, e.Uri))];
    }

    private static bool HasRtx(NegotiatedMedia agreed) => agreed.Formats.Any(f => f.RtxPayloadType is not null);

    /// <summary>Signalled, so that the first packet needs no mid, and a later offer doesn't make Chromium forget the stream.</summary>
    private static IReadOnlyList<SsrcAttribute> Sources(NegotiatedMedia agreed, LocalTransport local)
    {
        var cname = local.Cname;
        var media = new SsrcAttribute(agreed.Ssrc, "cname", cname);
        return HasRtx(agreed) ? [media, new SsrcAttribute(agreed.RtxSsrc, "cname", cname)] : [media];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
