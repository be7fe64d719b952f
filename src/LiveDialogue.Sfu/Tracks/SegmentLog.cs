using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The last segments of one outgoing stream. Nobody asks for packets from before more switches than this. A mutable struct of fixed size.</summary>
internal struct SegmentLog()
{
    private const int Kept = 8;
    private Segments _segments;
    private int _count;

    /// <summary>Only after <see cref="Add"/>.</summary>
    [UnscopedRef]
    public ref Segment Current => ref _segments[CurrentIndex];

    /// <summary>Whose packets were sent last; null before the first.</summary>
    public PublishedLayer? Last => CurrentIndex < 0 ? null : Current.Layer;

    public int CurrentIndex { get; private set; } = -1;

    [UnscopedRef]
    public ref Segment this[int index] => ref _segments[index];

    public void Add(in Segment segment)
    {
        CurrentIndex = (CurrentIndex + 1) % Kept;
        _segments[CurrentIndex] = segment;
        _count = Math.Min(_count + 1, Kept);
    }

    /// <summary>Which segment an outgoing number, sent or skipped, is from.</summary>
    public bool TryFind(long sequence, out int index)
    {
        for (var back = 0; back < _count; back++)
        {
            index = (CurrentIndex - back + Kept) % Kept;
            if (_segments[index].First <= sequence && sequence <= _segments[index].Last) return true;
        }
        index = -1;
        return false;
    }

    /// <summary>Which segment, if any, has a place for a packet: a hole below its last one.</summary>
    public bool TryFindSource(in SourcePacket packet, out int index)
    {
        for (var back = 0; back < _count; back++)
        {
            index = (CurrentIndex - back + Kept) % Kept;
            ref readonly var segment = ref _segments[index];
            var sequence = packet.ExtendedSequence + segment.SequenceShift;
            if (segment.IsFrom(packet) && segment.First <= sequence && sequence <= segment.Last) return true;
        }
        index = -1;
        return false;
    }

    /// <summary>Whether any packet of a run may be of the present segment, or have a place in another.</summary>
    public bool MayTake(in LayerRun run)
    {
        if (ReferenceEquals(Current.Layer, run.Layer)) return true;
        for (var back = 1; back < _count; back++)
        {
            ref readonly var segment = ref _segments[(CurrentIndex - back + Kept) % Kept];
            if (ReferenceEquals(segment.Layer, run.Layer) && run.Lowest + segment.SequenceShift <= segment.Last) return true;
        }
        return false;
    }

    [InlineArray(Kept)]
    private struct Segments
    {
        private Segment _element0;
    }
}
