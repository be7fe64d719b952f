using System.Security.Cryptography;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>Makes the slots of one viewer out of what was negotiated.</summary>
internal static class SubscribedTracks
{
    public static IReadOnlyList<SubscribedTrack> For(IReadOnlyList<NegotiatedMedia> media, string cname)
    {
        var transport = media.Any(m => m.Formats.Any(f => f.TransportCc)) ? new TransportSequence() : null;
        return [.. media.Select(m => new SubscribedTrack(m.Formats, Streams(m, cname), transport))];
    }

    private static SlotStreams Streams(NegotiatedMedia media, string cname)
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return new(
            media.Ssrc, media.RtxSsrc, FirstSequence: (ushort)(BitConverter.ToUInt16(random) & 0x7FFF),    // RFC 3711 §3.3.1: no early roll-over that a late joiner misses
            FirstRtxSequence: (ushort)(BitConverter.ToUInt16(random[2..]) & 0x7FFF), FirstTimestamp: BitConverter.ToUInt32(random[4..]), cname);
    }
}
