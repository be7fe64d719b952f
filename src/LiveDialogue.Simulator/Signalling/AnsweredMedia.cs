using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Simulator.Signalling;

/// <summary>One m-line of the answer, as far as it concerns us.</summary>
/// <param name="Kind">"audio" or "video".</param>
/// <param name="MidId">The header extensions' ids; 0 where the server didn't take them.</param>
internal sealed record AnsweredMedia(
    string Kind, string Mid, bool Rejected, IReadOnlyList<byte> PayloadTypes, byte MidId, byte TransportCcId, byte AudioLevelId)
{
    internal static AnsweredMedia Of(MediaDescription media) => new(
        media.Kind, media.Mid, media.IsRejected, media.PayloadTypes,
        IdOf(media, HeaderExtensionUris.Mid), IdOf(media, HeaderExtensionUris.TransportWideCc), IdOf(media, HeaderExtensionUris.AudioLevel));

    internal bool Takes(byte payloadType) => !Rejected && PayloadTypes.Contains(payloadType);

    private static byte IdOf(MediaDescription media, string uri) => media.ExtMaps.FirstOrDefault(e => e.Uri == uri)?.Id ?? 0;
}
