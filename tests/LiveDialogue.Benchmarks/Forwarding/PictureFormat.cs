using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>A picture as browsers negotiate it: VP8 with repairs and transport-wide numbers.</summary>
internal static class PictureFormat
{
    public static TrackFormat Of(byte payloadType) => new()
    {
        Kind = MediaKind.Video,
        Codec = TrackCodec.Vp8,
        PayloadType = payloadType,
        RtxPayloadType = (byte)(payloadType + 1),
        ClockRate = 90_000,
        Mid = "1",
        Nack = true,
        Extensions = new(Mid: 4, Rid: 0, RepairedRid: 0, TransportCc: 3, AudioLevel: 0),
    };
}
