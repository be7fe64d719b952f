using LiveDialogue.Wire.Codecs;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>VP8's picture id and TL0PICIDX through switches: each new source goes on where the last one stopped (RFC 7741 §4.2).</summary>
internal struct PictureIds
{
    private ushort _picture;
    private byte _tl0;
    private bool _hasPicture, _hasTl0;

    /// <summary>Reads what <see cref="Advance"/> will change: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload() => _picture;

    /// <summary>Sets the shifts of a segment from the packet that begins it.</summary>
    public void Begin(ref Segment segment, in SourcePacket packet)
    {
        if (_hasPicture && packet.PictureId is { } picture) segment.PictureShift = (ushort)unchecked(_picture + 1 - picture);
        if (_hasTl0 && packet.Tl0PicIdx is { } tl0) segment.Tl0Shift = (byte)unchecked(_tl0 + 1 - tl0);
    }

    /// <summary>Notes the newest packet.</summary>
    public void Advance(in Segment segment, in SourcePacket packet)
    {
        if (packet.PictureId is { } picture) (_hasPicture, _picture) = (true, Picture(segment, picture));
        if (packet.Tl0PicIdx is { } tl0) (_hasTl0, _tl0) = (true, Tl0(segment, tl0));
    }

    /// <summary>Rewrites a copy of the packet's payload.</summary>
    public static void Rewrite(in Segment segment, Span<byte> payload)
    {
        if ((segment.PictureShift | segment.Tl0Shift) == 0 || segment.Format.Codec != TrackCodec.Vp8) return;
        if (!Vp8Descriptor.TryParse(payload, out var descriptor)) return;
        Vp8Descriptor.Rewrite(payload, descriptor, Picture(segment, descriptor.PictureId ?? 0), Tl0(segment, descriptor.Tl0PicIdx ?? 0));
    }

    private static ushort Picture(in Segment segment, ushort source) => (ushort)((source + segment.PictureShift) & 0x7FFF);

    private static byte Tl0(in Segment segment, byte source) => unchecked((byte)(source + segment.Tl0Shift));
}
