namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// A stretch of an outgoing stream that comes from one layer. Within it, outgoing and source numbers differ by constants, so a few segments
/// stand for the map of thousands of packets: all that a retransmission needs to be made again.
/// </summary>
internal struct Segment
{
    /// <summary>Packets; even the shortest of Opus, 2.5 ms, take longer than the oldest redundant block can be, 341 ms.</summary>
    private const int LongAfter = 256;

    public PublishedLayer Layer;

    /// <summary>The slot's format for this source's codec.</summary>
    public TrackFormat Format;

    public int Generation;

    /// <summary>Repairs are resends of the very packet: what was sent has to be remembered.</summary>
    public bool Resends;

    /// <summary>Outgoing, extended; the packet that began the segment.</summary>
    public long First;

    /// <summary>Outgoing, extended; the highest sent so far.</summary>
    public long Last;

    /// <summary>Outgoing = source + shift, in each.</summary>
    public long SequenceShift;
    public uint TimestampShift;

    /// <summary>The source's timestamp of the packet that began the segment: redundancy from before isn't this viewer's to hear.</summary>
    public uint SourceBegin;

    /// <summary>The segment is a newcomer's past: see <see cref="TimestampOf"/>.</summary>
    public bool IsSqueezed;

    /// <summary>Of a squeezed segment, the source's timestamp that it leads up to.</summary>
    public uint SqueezedBefore;
    public ushort PictureShift;
    public byte Tl0Shift;

    /// <summary>
    /// The outgoing timestamp. What was sent before the viewer came is squeezed to a 32nd of its time: the frames go forward quickly and end at
    /// the present, so that a receiver doesn't lag by the age of the keyframe for ever.
    /// </summary>
    public readonly uint TimestampOf(uint source) => unchecked(
        IsSqueezed ? SqueezedBefore + TimestampShift - (uint)((int)(SqueezedBefore - source) >> 5) : source + TimestampShift);

    /// <summary>How old redundant blocks of a packet may be, in ticks, so that they belong to this segment. Made of the two alone: a resend is the same.</summary>
    public readonly int OldestRedundancy(in SourcePacket packet) => packet.ExtendedSequence + SequenceShift - First >= LongAfter
        ? int.MaxValue
        : Math.Max(0, unchecked((int)(packet.Timestamp - SourceBegin)));

    /// <summary>The same layer, but what lies between isn't there: the track was muted.</summary>
    public readonly bool IsInterruptedBy(in SourcePacket packet) => ReferenceEquals(Layer, packet.Layer) && packet.Generation > Generation;

    public readonly bool IsFrom(in SourcePacket packet) => ReferenceEquals(Layer, packet.Layer) && Generation == packet.Generation;
}
