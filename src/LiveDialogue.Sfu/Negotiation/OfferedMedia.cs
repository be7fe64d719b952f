using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>An m-line that we can take, and what of it we take.</summary>
internal sealed class OfferedMedia
{
    private static readonly string[] PublisherFeedback = ["transport-cc", "goog-remb", "nack", "nack pli", "ccm fir"];
    private static readonly string[] ViewerFeedback = ["goog-remb", "nack", "nack pli", "ccm fir"];
    private static readonly string[] ViewerTransportFeedback = ["transport-cc", "nack", "nack pli", "ccm fir"];

    private OfferedMedia(MediaDescription offer, MediaKind kind, IReadOnlyList<TrackFormat> formats, IReadOnlyList<string> wantedFeedback)
    {
        (Offer, Kind, Formats) = (offer, kind, formats);
        WantedFeedback = wantedFeedback;
    }

    public MediaDescription Offer { get; }

    public MediaKind Kind { get; }

    public IReadOnlyList<TrackFormat> Formats { get; }

    public IReadOnlyList<string> WantedFeedback { get; }

    /// <summary>A publisher's layers, in the offer's order; empty for one without a name.</summary>
    public IReadOnlyList<string> Rids { get; private init; } = [];

    /// <returns>Null when the m-line is to be refused.</returns>
    public static OfferedMedia? Read(MediaDescription offer, Capabilities capabilities, bool publishes)
    {
        if (offer.IsRejected || !offer.Protocol.Contains("RTP/SAVP", StringComparison.Ordinal)) return null;
        var wanted = publishes ? MediaDirection.SendOnly : MediaDirection.ReceiveOnly;
        if (offer.Direction != wanted && offer.Direction != MediaDirection.SendReceive) return null;
        MediaKind? kind = offer.Kind switch { "audio" => MediaKind.Audio, "video" => MediaKind.Video, _ => null };
        if (kind is not { } known) return null;

        var feedback = publishes ? PublisherFeedback : TakesTransportFeedback(offer) ? ViewerTransportFeedback : ViewerFeedback;
        var extensions = Extensions(offer, publishes);
        var formats = new List<TrackFormat>();
        foreach (var payloadType in Preferred(offer))
        {
            if (CodecOf(offer, payloadType) is not { } codec || (codec == TrackCodec.Opus) != (known == MediaKind.Audio)) continue;
            if (formats.Exists(f => f.Codec == codec)) continue;
            formats.Add(Format(offer, known, codec, payloadType, extensions, feedback));
            if (publishes) break;    // one codec in is enough; the client's first choice
        }
        if (formats.Count == 0) return null;
        var rids = publishes && extensions.Rid != 0 && offer.Simulcast is { } simulcast ? simulcast.Send.Distinct().Take(capabilities.MaxLayers).ToArray() : [];
        return new(offer, known, formats, feedback) { Rids = rids };
    }

    /// <summary>The same in the SFU's terms.</summary>
    /// <param name="ssrc">Ours for a slot; 0 for a publisher, whose own is looked up.</param>
    public NegotiatedMedia Agree(uint ssrc, uint rtxSsrc)
    {
        if (ssrc == 0 && Rids.Count == 0) (ssrc, rtxSsrc) = SignalledSsrc();
        return new(Offer.Mid, Kind, Formats, Rids, ssrc, rtxSsrc);
    }

    private (uint Ssrc, uint Rtx) SignalledSsrc()
    {
        foreach (var group in Offer.SsrcGroups)
            if (group is { Semantics: "FID", Ssrcs.Count: 2 }) return (group.Ssrcs[0], group.Ssrcs[1]);
        return Offer.Ssrcs.Count > 0 ? (Offer.Ssrcs[0].Ssrc, 0u) : (0u, 0u);
    }

    /// <summary>The client's order, but among H.264 profiles constrained baseline first: every decoder has it.</summary>
    private static IEnumerable<byte> Preferred(MediaDescription offer) =>
        offer.PayloadTypes.OrderBy(pt => offer.RtpMaps.TryGetValue(pt, out var map) && map.Is("H264") ? ProfileRank(offer.FormatParameter(pt, "profile-level-id")) : 0);

    private static int ProfileRank(string? profile) => profile switch
    {
        null => 2,
        _ when profile.StartsWith("42e0", StringComparison.OrdinalIgnoreCase) => 1,
        _ when profile.StartsWith("42", StringComparison.Ordinal) => 2,
        _ => 3,
    };

    private static TrackCodec? CodecOf(MediaDescription offer, byte payloadType)
    {
        if (!offer.RtpMaps.TryGetValue(payloadType, out var map)) return null;
        if (map.Is("opus") && map.ClockRate == 48_000) return TrackCodec.Opus;
        if (map.Is("VP8") && map.ClockRate == 90_000) return TrackCodec.Vp8;
        return map.Is("H264") && map.ClockRate == 90_000 && offer.FormatParameter(payloadType, "packetization-mode") == "1" ? TrackCodec.H264 : null;
    }

    private static TrackFormat Format(
        MediaDescription offer, MediaKind kind, TrackCodec codec, byte payloadType, ExtensionIds extensions, IReadOnlyList<string> wanted)
    {
        bool Has(string feedback) => wanted.Contains(feedback) && offer.Feedback.TryGetValue(payloadType, out var offered) && offered.Contains(feedback);
        var nack = Has("nack");
        return new()
        {
            Kind = kind,
            Codec = codec,
            PayloadType = payloadType,
            RtxPayloadType = nack ? RtxOf(offer, payloadType) : null,
            RedPayloadType = codec == TrackCodec.Opus ? RedOf(offer, payloadType) : null,
            ClockRate = codec == TrackCodec.Opus ? 48_000 : 90_000,
            Mid = offer.Mid,
            Extensions = extensions,
            Nack = nack,
            Pli = Has("nack pli"),
            Fir = Has("ccm fir"),
            TransportCc = Has("transport-cc") && extensions.TransportCc != 0,
            Remb = Has("goog-remb"),
        };
    }

    /// <summary>A viewer who is asked for transport feedback sends no REMB, so it is asked for the one or the other.</summary>
    private static bool TakesTransportFeedback(MediaDescription offer) =>
        offer.ExtMaps.Any(e => e.Uri == HeaderExtensionUris.TransportWideCc) && offer.Feedback.Values.Any(f => f.Contains("transport-cc"));

    private static byte? RtxOf(MediaDescription offer, byte payloadType)
    {
        foreach (var candidate in offer.PayloadTypes)
        {
            if (offer.RtpMaps.TryGetValue(candidate, out var map) && map.Is("rtx")
                && int.TryParse(offer.FormatParameter(candidate, "apt"), System.Globalization.CultureInfo.InvariantCulture, out var apt) && apt == payloadType)
                return candidate;
        }
        return null;
    }

    /// <summary>Redundancy of nothing but the codec itself (RFC 2198 §5): what browsers offer as "111/111".</summary>
    private static byte? RedOf(MediaDescription offer, byte payloadType)
    {
        foreach (var candidate in offer.PayloadTypes)
        {
            if (!offer.RtpMaps.TryGetValue(candidate, out var map) || !map.Is("red") || map.ClockRate != 48_000) continue;
            if (offer.FormatParameters.TryGetValue(candidate, out var types)
                && types.Split('/').All(t => byte.TryParse(t, System.Globalization.CultureInfo.InvariantCulture, out var type) && type == payloadType))
                return candidate;
        }
        return null;
    }

    private static ExtensionIds Extensions(MediaDescription offer, bool publishes)
    {
        byte Id(string uri) => offer.ExtMaps.FirstOrDefault(e => e.Uri == uri)?.Id ?? 0;
        return new(
            Mid: Id(HeaderExtensionUris.Mid),
            Rid: publishes ? Id(HeaderExtensionUris.Rid) : (byte)0,
            RepairedRid: publishes ? Id(HeaderExtensionUris.RepairedRid) : (byte)0,
            TransportCc: publishes || TakesTransportFeedback(offer) ? Id(HeaderExtensionUris.TransportWideCc) : (byte)0,
            AudioLevel: offer.Kind == "audio" ? Id(HeaderExtensionUris.AudioLevel) : (byte)0);
    }
}
