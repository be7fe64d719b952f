using System.Buffers.Binary;

namespace LiveDialogue.Wire.Codecs;

/// <summary>The VP8 payload descriptor before the VP8 data (RFC 7741 §4.2): a value, with the offsets an in-place rewrite needs.</summary>
/// <remarks>
/// <code>
///       0 1 2 3 4 5 6 7
///      |X|R|N|S|R| PID |   S: start of a partition; PID 0 is the frame's first
/// X:   |I|L|T|K| RSV   |
/// I:   |M| PictureID   |   M: a second byte follows, 15 bits in all
/// L:   |   TL0PICIDX   |
/// T/K: |TID|Y| KEYIDX  |
/// </code>
/// </remarks>
public readonly record struct Vp8Descriptor
{
    /// <summary>True on the first packet of a frame.</summary>
    public bool IsStartOfFrame { get; private init; }

    /// <summary>True on the first packet of a keyframe only: the P bit lives in the frame's first byte (RFC 7741 §4.3).</summary>
    public bool IsKeyframe { get; private init; }

    /// <summary>No later frame refers to this one (N bit).</summary>
    public bool IsNonReference { get; private init; }

    /// <summary>7 or 15 bits, see <see cref="HasLongPictureId"/>; null when absent.</summary>
    public ushort? PictureId { get; private init; }
    public bool HasLongPictureId { get; private init; }

    /// <summary>A counter of frames of temporal layer 0; null when absent.</summary>
    public byte? Tl0PicIdx { get; private init; }

    /// <summary>0..3; null when absent.</summary>
    public byte? TemporalLayer { get; private init; }

    /// <summary>Layer sync (Y): this frame refers to layer 0 alone, so a receiver may step up here.</summary>
    public bool IsLayerSync { get; private init; }

    /// <summary>0..31; null when absent.</summary>
    public byte? KeyIndex { get; private init; }

    /// <summary>Bytes before the VP8 data.</summary>
    public int HeaderLength { get; private init; }

    /// <summary>Where the picture id's first byte lies in the payload; 0 when absent.</summary>
    public int PictureIdOffset { get; private init; }

    /// <summary>Where TL0PICIDX lies in the payload; 0 when absent.</summary>
    public int Tl0PicIdxOffset { get; private init; }

    /// <param name="payload">An RTP packet's payload.</param>
    /// <param name="descriptor"><c>default</c> when refused.</param>
    /// <returns>False when the descriptor is cut short or nothing follows it.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty) return false;

        var first = payload[0];
        var parsed = new Vp8Descriptor { HeaderLength = 1 };
        if ((first & 0x80) != 0 && !TryParseExtension(payload, ref parsed)) return false;
        if (parsed.HeaderLength >= payload.Length) return false;

        var starts = (first & 0x10) != 0 && (first & 0x07) == 0;
        descriptor = parsed with
        {
            IsStartOfFrame = starts,
            IsKeyframe = starts && (payload[parsed.HeaderLength] & 0x01) == 0,
            IsNonReference = (first & 0x20) != 0,
        };
        return true;
    }

    /// <summary>
    /// Writes a new picture id and TL0PICIDX over the ones at <paramref name="original"/>'s offsets, in the width they have there
    /// (a 7-bit picture id keeps the low 7 bits). What the original lacks is not added.
    /// </summary>
    /// <param name="payload">The payload <paramref name="original"/> was parsed from, or a copy of at least its header.</param>
    public static void Rewrite(Span<byte> payload, in Vp8Descriptor original, ushort pictureId, byte tl0PicIdx)
    {
        if (original.PictureIdOffset != 0)
        {
            if (original.HasLongPictureId)
                BinaryPrimitives.WriteUInt16BigEndian(payload[original.PictureIdOffset..], (ushort)(pictureId | 0x8000));
            else
                payload[original.PictureIdOffset] = (byte)(pictureId & 0x7F);
        }
        if (original.Tl0PicIdxOffset != 0) payload[original.Tl0PicIdxOffset] = tl0PicIdx;
    }

    private static bool TryParseExtension(ReadOnlySpan<byte> payload, ref Vp8Descriptor parsed)
    {
        if (payload.Length < 2) return false;
        var flags = payload[1];
        var next = 2;

        if ((flags & 0x80) != 0)
        {
            if (payload.Length <= next) return false;
            var isLong = (payload[next] & 0x80) != 0;
            if (payload.Length < next + (isLong ? 2 : 1)) return false;
            var id = isLong ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[next..]) & 0x7FFF) : payload[next];
            parsed = parsed with { PictureId = id, HasLongPictureId = isLong, PictureIdOffset = next };
            next += isLong ? 2 : 1;
        }
        if ((flags & 0x40) != 0)
        {
            if (payload.Length <= next) return false;
            parsed = parsed with { Tl0PicIdx = payload[next], Tl0PicIdxOffset = next };
            next++;
        }
        if ((flags & 0x30) != 0)                                    // T and K share one byte: it is there if either is
        {
            if (payload.Length <= next) return false;
            var layers = payload[next++];
            if ((flags & 0x20) != 0) parsed = parsed with { TemporalLayer = (byte)(layers >> 6), IsLayerSync = (layers & 0x20) != 0 };
            if ((flags & 0x10) != 0) parsed = parsed with { KeyIndex = (byte)(layers & 0x1F) };
        }
        parsed = parsed with { HeaderLength = next };
        return true;
    }
}
