using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Fuzz.Targets;

/// <summary>Packets in any order and shape, put together to frames: the input is a row of | control | length | payload …, each made one packet of a stream.</summary>
internal static class FrameTarget
{
    private const int HeaderLength = 12;
    private static readonly byte[] Packet = new byte[HeaderLength + 255];
    private static readonly ReorderWindow Window = Warm();
    private static readonly Vp8Depacketizer Vp8 = new();
    private static readonly H264Depacketizer H264 = new();
    private static ushort _sequence;
    private static uint _timestamp;
    private static long _microseconds;

    public static FuzzTarget CreateVp8() => new(
        "vp8-frames", null, AllTargets.Hex("81 0B 10 503501 9D012A 4001 B400", "01 0B 10 503501 9D012A 4001 B400 81 03 00 AABB", "81 03 10 01 00"), input => Check(input, Vp8));

    public static FuzzTarget CreateH264() => new(
        "h264-frames", null,
        AllTargets.Hex(
            "01 22 78 0019 6742C00BD901419F9F011000000300100000030140F142A480 0004 68CE3C80 81 04 65888480",
            "01 05 7C85888480 81 04 7C458484", "81 03 419A00"),
        input => Check(input, H264));

    public static FuzzTarget CreatePictureSize() => new(
        "h264-size", null,
        AllTargets.Hex(
            "6742C00BD901419F9F011000000300100000030140F142A480", "67640028ACD940780227E5C044000003000400000300503C60C658",
            "67F4001F919B280A00B76022000003000200000300281E30632C", "67640016ACD940B424D80880000003008000000A0F8A14CB"),
        CheckPictureSize);

    private static void CheckPictureSize(ReadOnlySpan<byte> input)
    {
        if (!H264PictureSize.TryParse(input, out var size)) return;
        Property.Holds(size is { Width: >= 1 and <= 16_384, Height: >= 1 and <= 16_384 }, "A size that is told can be one.");
    }

    // | M | T | skip (3) | 0 | late (2) |: marker, new timestamp, packets lost before this one, how far back it belongs
    private static void Check(ReadOnlySpan<byte> input, VideoDepacketizer depacketizer)
    {
        _timestamp++;
        while (input.Length >= 2)
        {
            var (control, length) = (input[0], Math.Min(input[1], input.Length - 2));
            if ((control & 0x40) != 0) _timestamp++;
            unchecked { _sequence += (ushort)(1 + ((control >> 3) & 7)); }
            _microseconds += 5_000;
            Send(input.Slice(2, length), (control & 0x80) != 0, unchecked((ushort)(_sequence - (control & 3))), depacketizer);
            input = input[(2 + length)..];
        }
        _microseconds += 1_000_000;
        Drain(depacketizer);
        Property.Holds(!Window.IsWaiting, "After a second no hole is waited for.");
    }

    private static void Send(ReadOnlySpan<byte> payload, bool marker, ushort sequence, VideoDepacketizer depacketizer)
    {
        var header = new RtpHeaderBuilder(Packet, 96, marker, sequence, _timestamp, 1);
        var start = header.Finish();
        payload.CopyTo(Packet.AsSpan(start));
        Window.Add(Packet.AsSpan(0, start + payload.Length), new SequenceNumber(sequence), new MonoTime(_microseconds));
        Drain(depacketizer);
    }

    private static void Drain(VideoDepacketizer depacketizer)
    {
        while (Window.TryTake(new MonoTime(_microseconds), out var rtp, out var afterGap))
        {
            if (!RtpPacket.TryParse(rtp, out var packet)) continue;
            var needed = depacketizer.NeedsKeyframe || afterGap;
            if (!depacketizer.Add(packet, afterGap)) continue;
            Property.Holds(depacketizer.Frame.Length is > 0 and <= VideoDepacketizer.LargestFrame, "A frame has bytes, and not too many.");
            Property.Holds(depacketizer.IsKeyframe || !needed, "Where a keyframe is needed, only one passes.");
            Property.Holds(!depacketizer.NeedsKeyframe, "After a frame that passed none is needed.");
        }
    }

    // All memory it ever needs, before allocations are counted.
    private static ReorderWindow Warm()
    {
        var window = new ReorderWindow();
        var packet = new byte[HeaderLength];
        for (ushort i = 0; i < ReorderWindow.Capacity; i++) window.Add(packet, new SequenceNumber(i), default);
        while (window.TryTake(default, out _, out _))
        {
            // until it is empty
        }
        return window;
    }
}
