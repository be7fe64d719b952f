using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// One media packet of a publisher, decrypted, out of its retransmission if it came in one, and understood: what travels between shards.
/// The bytes are read-only from here on. A copy of this struct holds nothing: whoever keeps it calls <see cref="PacketBuffer.Hold"/>.
/// </summary>
internal struct SourcePacket
{
    /// <summary>
    /// Payload at <see cref="HeaderLength"/>; padding, if any, behind it. A packet that was restored from a redundant block shares the buffer of the
    /// one that brought it.
    /// </summary>
    public PacketBuffer Buffer;

    /// <summary>On the publisher's shard the layer itself; another shard reads only its <see cref="PublishedLayer.Index"/>.</summary>
    public PublishedLayer Layer;

    /// <summary>
    /// Never wraps, and has no holes for what isn't media: packets of padding alone and those that came while the track was muted are counted out.
    /// A hole is a packet still missing.
    /// </summary>
    public long ExtendedSequence;

    /// <summary>In the layer's own time base; each simulcast layer has another.</summary>
    public uint Timestamp;

    /// <summary>Changes when the track was muted in between: what comes after doesn't build on what came before.</summary>
    public int Generation;

    /// <summary>Where the payload begins.</summary>
    public int HeaderLength;

    /// <summary>0 for late padding: an empty packet that fills its hole.</summary>
    public int PayloadLength;

    /// <summary>Where the redundant payload (RFC 2198) begins whose primary is <see cref="Payload"/>, and its length; 0: it came without.</summary>
    public int RedStart, RedLength;

    public bool Marker;

    /// <summary>Belongs to the start of a frame that needs no other (VP8: S bit, P clear; H.264: SPS or IDR).</summary>
    public bool IsKeyframe;

    /// <summary>The first packet of its frame; always true for audio.</summary>
    public bool StartsFrame;

    /// <summary>Width times height where a VP8 keyframe starts, and in each packet of the program; else 0.</summary>
    public int Pixels;

    /// <summary>VP8's picture id, 7 or 15 bits; null where there is none.</summary>
    public ushort? PictureId;

    /// <summary>VP8's TL0PICIDX; null where there is none.</summary>
    public byte? Tl0PicIdx;

    /// <summary>RFC 6464 level in -dBov, 0 (loudest) .. 127 (silence); null where the extension is absent.</summary>
    public byte? AudioLevel;

    /// <summary>The V bit beside the level: the sender thinks this is speech.</summary>
    public bool IsVoice;

    public readonly ReadOnlySpan<byte> RedPayload => Buffer.Span.Slice(RedStart, RedLength);

    public readonly ReadOnlySpan<byte> Payload => Buffer.Span.Slice(HeaderLength, PayloadLength);
}
