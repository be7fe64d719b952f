using System.Buffers.Binary;

namespace LiveDialogue.Wire.Codecs;

/// <summary>What an H.264 RTP payload holds (RFC 6184 §5.2): enough to forward it, not to decode it.</summary>
public static class H264Unit
{
    private const int Idr = 5;
    private const int SequenceParameterSet = 7;
    private const int StapA = 24;
    private const int FuA = 28;

    /// <returns>The payload's own NAL unit type 0..31 (24 STAP-A, 28 FU-A …); 0 for an empty payload.</returns>
    public static int TypeOf(ReadOnlySpan<byte> payload) => payload.IsEmpty ? 0 : payload[0] & 0x1F;

    /// <summary>
    /// Whether a decoder can begin here: an IDR slice or a sequence parameter set, alone, within a STAP-A, or at the start of an FU-A.
    /// A keyframe's later packets say false.
    /// </summary>
    public static bool IsKeyframe(ReadOnlySpan<byte> payload) => TypeOf(payload) switch
    {
        Idr or SequenceParameterSet => payload.Length > 1,
        StapA => AggregateHasKeyframe(payload[1..]),
        // | FU indicator |S|E|R| type |  S: the first fragment
        FuA => payload.Length > 2 && (payload[1] & 0x80) != 0 && (payload[1] & 0x1F) is (Idr or SequenceParameterSet),
        _ => false,
    };

    // | size (16) | NAL unit | size | NAL unit …
    private static bool AggregateHasKeyframe(ReadOnlySpan<byte> units)
    {
        while (units.Length > 2)
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (size == 0 || size > units.Length - 2) return false;
            if ((units[2] & 0x1F) is Idr or SequenceParameterSet) return true;
            units = units[(2 + size)..];
        }
        return false;
    }
}
