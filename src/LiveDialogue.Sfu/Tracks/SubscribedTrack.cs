using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// One slot of a viewer: turns packets of whichever layer and publisher fills it into one stream without a seam. Sequence numbers, timestamps and
/// VP8 picture ids go on through every switch; a new source begins with its keyframe and nothing before it.
/// </summary>
internal sealed class SubscribedTrack
{
    /// <summary>How often <see cref="Tick"/> looks for a better or a living layer.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<TrackFormat> _formats;
    private readonly SegmentLog _segments = new();
    private readonly OutputTimeline _timeline;
    private readonly PacketWriter _writer;
    private readonly ViewerReports _reports;
    private readonly RecentRepairs _repairs = new();
    private ReceiveWindow _sent = ReceiveWindow.Empty;
    private SentDigests? _digests;                                     // only where repairs are resends
    private PublishedLayer? _target;
    private TrackFormat? _format;
    private bool _flows;
    private long _highest;
    private long _pendingNext;
    private long _pendingEnd = -1;
    private MonoTime _nextBeat;

    /// <param name="formats">One for each codec the slot may carry, all of one m-line.</param>
    /// <param name="transport">The viewer's; null where transport-wide feedback isn't negotiated.</param>
    public SubscribedTrack(IReadOnlyList<TrackFormat> formats, in SlotStreams streams, TransportSequence? transport)
    {
        _formats = formats;
        Streams = streams;
        // Extended numbers start above the wrap, so that none is negative; the first packet has exactly the first sequence.
        _highest = 65_536L + streams.FirstSequence - 1;
        _timeline = new OutputTimeline(streams.FirstTimestamp, formats[0].ClockRate, formats[0].Kind);
        _writer = new PacketWriter(streams, formats[0].Mid, transport);
        _reports = new ViewerReports(streams, formats[0].ClockRate);
    }

    public MediaKind Kind => _formats[0].Kind;
    public string Mid => _formats[0].Mid;
    public SlotStreams Streams { get; }

    public TrackSource? Source { get; private set; }

    /// <summary>The layer being sent; null while the slot is empty or waits for its first keyframe.</summary>
    public PublishedLayer? Layer => _flows ? _segments.Current.Layer : null;

    /// <summary>The layer this slot should have, from the layer choice; null: the best there is. One that isn't sent is replaced by the best that is.</summary>
    public PublishedLayer? Wanted { get; set; }

    /// <summary>Smoothed from the viewer's receiver reports; zero before the first.</summary>
    public TimeSpan RoundTrip => _reports.RoundTrip;

    /// <summary>Of the viewer's last report, 0..1.</summary>
    public double FractionLost => _reports.FractionLost;

    public long PacketsSent => _reports.PacketsSent;
    public long OctetsSent => _reports.OctetsSent;

    /// <summary>What the slot sent over the last second, repairs included.</summary>
    public long BitsPerSecond(MonoTime now) => _reports.BitsPerSecond(now);

    public MonoTime NextDeadline => Source is null ? MonoTime.Never : _nextBeat;

    /// <summary>Whether the slot negotiated the codec.</summary>
    public bool Accepts(TrackFormat source) => FormatFor(source) is not null;

    /// <summary>
    /// Fills the slot with another source, or empties it. The old one stops at once; the new one begins with a keyframe, which is asked for, or at
    /// once for audio. The same source again means: it was interrupted, begin anew.
    /// </summary>
    /// <returns>False, with nothing changed, when the slot has no format for the source's codec.</returns>
    public bool SwitchTo(TrackSource? source, MonoTime now)
    {
        TrackFormat? format = null;
        if (source is not null && (format = FormatFor(source.Format)) is null) return false;

        (Source, _format, _flows, Wanted, _target) = (source, format, false, null, null);
        _pendingEnd = -1;
        Tick(now);
        return true;
    }

    /// <summary>Makes the viewer's packet out of a publisher's.</summary>
    /// <param name="destination">At least 1,500 bytes; the packet is written from its start, in the clear.</param>
    /// <returns>Null when there is one to send.</returns>
    public DropReason? TryRewrite(in SourcePacket packet, Span<byte> destination, MonoTime now, out int length)
    {
        length = 0;
        if (!ReferenceEquals(packet.Layer.Source, Source)) return DropReason.NotOnAir;
        if (_target is null) Retarget(now);
        if (_flows && Kind == MediaKind.Video && _segments.Current.IsInterruptedBy(packet))
        {
            _flows = false;
            Source.RequestKeyframe(packet.Layer);
        }

        if (_flows && _segments.Current.IsFrom(packet)) return Forward(ref _segments.Current, packet, destination, now, out length);
        if (MayBegin(packet, now))
        {
            Begin(packet, now);
            return Forward(ref _segments.Current, packet, destination, now, out length);
        }

        // A straggler of the layer that flowed before.
        if (_flows && _segments.TryFindSource(packet, out var index) && index != _segments.CurrentIndex)
            return Forward(ref _segments[index], packet, destination, now, out length);
        return ReferenceEquals(packet.Layer, _target) ? DropReason.AwaitingKeyframe : DropReason.OtherLayer;
    }

    /// <summary>
    /// Packets that came before the one that began the source and belong after it (its keyframe's first packet was late). Call until false after
    /// <see cref="TryRewrite"/> gave a packet.
    /// </summary>
    public bool TryTakePending(Span<byte> destination, MonoTime now, out int length)
    {
        while (_flows && _pendingNext <= _pendingEnd)
        {
            if (_segments.Current.Layer.History.TryGet(_pendingNext++, now, out var packet) &&
                Forward(ref _segments.Current, packet, destination, now, out length) is null) return true;
        }
        length = 0;
        return false;
    }

    /// <summary>The viewer misses a packet. The repair goes by RTX (RFC 4588) where negotiated, else as the very same packet again.</summary>
    /// <returns>Null when there is one to send; <see cref="DropReason.Duplicate"/> when it was repaired less than a round trip ago, <see cref="DropReason.TooManyRepairs"/> when repairs take over.</returns>
    /// <param name="again">The packet is the one that was sent before: to be protected as such.</param>
    public DropReason? OnNack(SequenceNumber number, Span<byte> destination, MonoTime now, out int length, out bool again)
    {
        (length, again) = (0, false);
        var sequence = _highest + number.DistanceFrom(new((ushort)_highest));
        if (sequence > _highest || !_segments.TryFind(sequence, out var index)) return DropReason.HistoryMiss;

        ref readonly var segment = ref _segments[index];
        if (!segment.Layer.History.TryGet(sequence - segment.SequenceShift, now, out var packet) || packet.Generation != segment.Generation)
            return DropReason.HistoryMiss;
        if (_repairs.TryBegin(sequence, packet.PayloadLength, _reports.RoundTrip, now) is { } reason) return reason;

        length = segment.Format.RtxPayloadType is { } payloadType
            ? _writer.WriteRepair(segment, packet, payloadType, destination)
            : _writer.Write(segment, packet, destination);
        if (length == 0) return DropReason.TooLarge;
        if (segment.Format.RtxPayloadType is null && !MayResend(sequence, destination[..length], out again)) return DropReason.HistoryMiss;
        _reports.OnRepair(length, now);
        return null;
    }

    /// <summary>The viewer's decoder is lost (PLI or FIR).</summary>
    public void OnPli()
    {
        if (Source is { } source && (Layer ?? _target) is { } layer) source.RequestKeyframe(layer);
    }

    /// <summary>A viewer's report block whose SSRC is this slot's (RFC 3550 §6.4.1).</summary>
    /// <param name="fractionLost">In 1/256.</param>
    /// <param name="lastSenderReport">The middle of the NTP time of the sender report it saw last; 0: none.</param>
    /// <param name="delaySinceLast">In 1/65536 s.</param>
    public void OnReceiverReport(byte fractionLost, uint lastSenderReport, uint delaySinceLast, MonoTime now) =>
        _reports.OnReceiverReport(fractionLost, lastSenderReport, delaySinceLast, now);

    /// <summary>
    /// The publisher's sender report in this stream's terms, brought up to now, with our counts (RFC 3550 §6.4.1), and the source description.
    /// Once a second is usual.
    /// </summary>
    /// <returns>The length; 0 while nothing flows or the publisher's clock isn't known.</returns>
    public int WriteSenderReport(Span<byte> destination, MonoTime now) =>
        _flows ? _reports.Write(_segments.Current, destination, now) : 0;

    /// <summary>Follows the layers that come and go. Due at <see cref="NextDeadline"/>.</summary>
    public void Tick(MonoTime now)
    {
        if (Source is not { } source) return;
        _nextBeat = now + Beat;
        Retarget(now);
        if (Kind == MediaKind.Video && _target is { } target && !ReferenceEquals(Layer, target)) source.RequestKeyframe(target);
    }

    private void Retarget(MonoTime now)
    {
        if (Source is not { } source) return;
        if (Wanted is { } wanted && wanted.IsLive(now) && ReferenceEquals(wanted.Source, source))
        {
            _target = wanted;
            return;
        }
        var best = source.BestLive(now);
        // Of two about as good, the one that flows.
        _target = best is not null && Layer is { } flowing && flowing.IsLive(now) && !best.IsBetterThan(flowing, now) ? flowing : best;
    }

    private bool MayBegin(in SourcePacket packet, MonoTime now)
    {
        // What was sent before the interruption doesn't begin anything.
        if (_flows && ReferenceEquals(_segments.Current.Layer, packet.Layer) && packet.Generation < _segments.Current.Generation) return false;
        if (Kind == MediaKind.Audio) return true;
        if (packet is not { IsKeyframe: true, StartsFrame: true }) return false;

        if (_target is null || ReferenceEquals(packet.Layer, _target)) return true;

        // While there is no picture at all, any is better than none, unless the viewer's path has no room for it.
        return !_flows && (Wanted is null || !packet.Layer.IsBetterThan(_target, now));
    }

    private void Begin(in SourcePacket packet, MonoTime now)
    {
        var segment = new Segment
        {
            Layer = packet.Layer,
            Format = _format!,                                         // set with Source, and the packet is the source's
            Generation = packet.Generation,
            First = _highest + 1,
            Last = _highest,
            SequenceShift = _highest + 1 - packet.ExtendedSequence,
        };
        segment.TimestampShift = _timeline.Begin(packet);
        _writer.Pictures.Begin(ref segment, packet);
        _segments.Add(segment);
        _flows = true;
        _target ??= packet.Layer;
        (_pendingNext, _pendingEnd) = (packet.ExtendedSequence + 1, packet.Layer.History.Highest);
    }

    private DropReason? Forward(ref Segment segment, in SourcePacket packet, Span<byte> destination, MonoTime now, out int length)
    {
        length = 0;
        var sequence = packet.ExtendedSequence + segment.SequenceShift;
        if (sequence < segment.First) return DropReason.TooOld;
        // Taken from the history when the source began, and now in its turn; one number is never sent twice (nor may SRTP encrypt it twice).
        if (_sent.Take(sequence) is { } reason) return reason;

        length = _writer.Write(segment, packet, destination);
        if (length == 0) return DropReason.TooLarge;
        if (segment.Format is { Nack: true, RtxPayloadType: null }) (_digests ??= new SentDigests()).Note(sequence, destination[..length]);
        if (sequence > _highest)
        {
            _highest = segment.Last = sequence;
            _timeline.Advance(unchecked(packet.Timestamp + segment.TimestampShift), packet.Buffer.Arrival);
            _writer.Pictures.Advance(segment, packet);
        }
        _reports.OnSent(length, packet.PayloadLength, now);
        _repairs.OnSent(packet.PayloadLength);
        return null;
    }

    /// <param name="again">False for a packet that came too late to be sent in its turn, and goes for the first time.</param>
    /// <returns>False when, by an error of ours, it isn't the packet of before: one number must not protect two texts.</returns>
    private bool MayResend(long sequence, ReadOnlySpan<byte> packet, out bool again)
    {
        _digests ??= new SentDigests();
        again = _sent.Take(sequence) is not null;
        if (again) return _digests.Matches(sequence, packet);
        _digests.Note(sequence, packet);
        return true;
    }

    private TrackFormat? FormatFor(TrackFormat source)
    {
        for (var i = 0; i < _formats.Count; i++)
            if (_formats[i].Codec == source.Codec) return _formats[i];
        return null;
    }
}
