using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>Finds frames and keyframes in a packet: all that forwarding must know of a codec.</summary>
internal static class FrameMarks
{
    private const int SequenceParameterSet = 7;
    private const int AccessUnitDelimiter = 9;
    private const int StapA = 24;

    /// <param name="packet">Its marks are set; its layer, timestamp and payload are there.</param>
    /// <returns>False when the payload isn't what the codec's RTP format allows.</returns>
    public static bool TryMark(ref SourcePacket packet, TrackCodec codec)
    {
        switch (codec)
        {
            case TrackCodec.Vp8:
                if (!Vp8Descriptor.TryParse(packet.Payload, out var descriptor)) return false;
                (packet.StartsFrame, packet.IsKeyframe) = (descriptor.IsStartOfFrame, descriptor.IsKeyframe);
                (packet.PictureId, packet.Tl0PicIdx) = (descriptor.PictureId, descriptor.Tl0PicIdx);
                if (packet.IsKeyframe && Vp8KeyframeSize.TryParse(packet.Payload, out var size)) packet.Pixels = size.Width * size.Height;
                return true;

            case TrackCodec.H264:
                packet.IsKeyframe = H264Unit.IsKeyframe(packet.Payload);
                // Parameter sets come before their picture, and a decoder that starts at the picture alone can't show it.
                packet.StartsFrame = packet.IsKeyframe && StartsWithParameters(packet.Payload);
                return true;

            default:
                packet.StartsFrame = true;
                return true;
        }
    }

    private static bool StartsWithParameters(ReadOnlySpan<byte> payload)
    {
        var type = H264Unit.TypeOf(payload);
        if (type == StapA) type = payload.Length > 3 ? payload[3] & 0x1F : 0;
        return type is SequenceParameterSet or AccessUnitDelimiter;
    }
}
