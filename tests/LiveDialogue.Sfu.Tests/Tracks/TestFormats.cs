using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>What the two sides of these tests negotiated: different numbers on each, as it is in life.</summary>
internal static class TestFormats
{
    public static readonly TrackFormat PublishedVp8 = new()
    {
        Kind = MediaKind.Video,
        Codec = TrackCodec.Vp8,
        PayloadType = 96,
        RtxPayloadType = 97,
        ClockRate = 90_000,
        Mid = "1",
        Extensions = new(Mid: 4, Rid: 10, RepairedRid: 11, TransportCc: 3, AudioLevel: 0),
        Nack = true,
        Pli = true,
        TransportCc = true,
    };

    public static readonly TrackFormat PublishedH264 = PublishedVp8 with { Codec = TrackCodec.H264, PayloadType = 108, RtxPayloadType = 109 };

    public static readonly TrackFormat PublishedOpus = new()
    {
        Kind = MediaKind.Audio,
        Codec = TrackCodec.Opus,
        PayloadType = 111,
        ClockRate = 48_000,
        Mid = "0",
        Extensions = new(Mid: 4, Rid: 0, RepairedRid: 0, TransportCc: 3, AudioLevel: 1),
        Nack = true,
        TransportCc = true,
    };

    public static readonly TrackFormat SlotVp8 = PublishedVp8 with
    {
        PayloadType = 120,
        RtxPayloadType = 121,
        Mid = "7",
        Extensions = new(Mid: 9, Rid: 0, RepairedRid: 0, TransportCc: 5, AudioLevel: 0),
    };

    public static readonly TrackFormat SlotH264 = SlotVp8 with { Codec = TrackCodec.H264, PayloadType = 102, RtxPayloadType = 103 };

    public static readonly TrackFormat SlotOpus = PublishedOpus with
    {
        PayloadType = 63,
        Mid = "8",
        Extensions = new(Mid: 9, Rid: 0, RepairedRid: 0, TransportCc: 5, AudioLevel: 2),
    };

    public static readonly TrackFormat PublishedRed = PublishedOpus with { RedPayloadType = 64 };

    public static readonly TrackFormat SlotRed = SlotOpus with { RedPayloadType = 62 };

    public static readonly string[] Rids = ["q", "h", "f"];
}
