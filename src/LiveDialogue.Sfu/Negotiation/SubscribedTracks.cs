using System.Security.Cryptography;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>Makes the slots of one viewer out of what was negotiated, and what they share.</summary>
internal static class SubscribedTracks
{
    public static (IReadOnlyList<SubscribedTrack> Slots, Downlink Downlink) For(IReadOnlyList<NegotiatedMedia> media, string cname)
    {
        var downlink = new Downlink(IsCounted(media));
        return ([.. media.Select(m => new SubscribedTrack(m.Formats, Streams(m, cname), downlink.Numbers, pacer: downlink.Pacer))], downlink);
    }

    /// <summary>Without repairs of its own SSRC there is nothing to probe the path with, and REMB knows more.</summary>
    private static bool IsCounted(IReadOnlyList<NegotiatedMedia> media) =>
        media.Any(m => m.Formats[0].TransportCc) && media.All(m => m.Kind == MediaKind.Audio || (m.Formats[0].TransportCc && m.Formats.All(f => f.RtxPayloadType is not null)));

    private static SlotStreams Streams(NegotiatedMedia media, string cname)
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return new(
            media.Ssrc, media.RtxSsrc, FirstSequence: (ushort)(BitConverter.ToUInt16(random) & 0x7FFF),    // RFC 3711 §3.3.1: no early roll-over that a late joiner misses
            FirstRtxSequence: (ushort)(BitConverter.ToUInt16(random[2..]) & 0x7FFF), FirstTimestamp: BitConverter.ToUInt32(random[4..]), cname);
    }
}
