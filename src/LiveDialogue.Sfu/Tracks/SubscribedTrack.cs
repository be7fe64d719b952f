using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// One slot of a viewer: turns packets of whichever layer and publisher fills it into one stream without a seam. Sequence numbers, timestamps and
/// VP8 picture ids go on through every switch; a new source begins with its keyframe and nothing before it.
/// </summary>
internal sealed class SubscribedTrack
{
    /// <summary>Extended numbers start above the wrap, so that none is negative.</summary>
    public const long Lead = 65_536;

    /// <summary>How often <see cref="Tick"/> looks for a better or a living layer.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>What waited longer for the pacer isn't sent any more, while there is a lower layer to go to, and while there is none.</summary>
    private static readonly TimeSpan MostWaiting = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MostWaitingAtLowest = TimeSpan.FromMilliseconds(1200);

    /// <summary>Of a newcomer's start, in seconds of a path that has little room.</summary>
    private const double MostPast = 0.5;

    /// <summary>On a path too narrow for the lowest layer: between two requests for a picture that may fit.</summary>
    private static readonly TimeSpan BetweenTrickles = TimeSpan.FromSeconds(2);

    private readonly TrackFormat[] _formats;
    private readonly bool _startsInThePast;
    private readonly TransportSequence? _transport;
    private readonly Pacer? _pacer;
    private SegmentLog _segments = new();
    private OutputTimeline _timeline;
    private PacketWriter _writer;
    private ViewerReports _reports;
    private RecentRepairs _repairs = new();
    private ReceiveWindow _sent = ReceiveWindow.Empty;
    private SentDigests? _digests;                                     // only where repairs are resends
    private PublishedLayer? _target;
    private TrackFormat? _format;
    private bool _flows;
    private long _highest;
    private CatchUp _pending = CatchUp.None;
    private long _squeezedTo;
    private MonoTime _nextBeat;
    private MonoTime _notAgainBefore;
    private bool _abandoned;
    private bool _isStopgap;
    private RecentSwitches _switches;
    private int _abandonedPackets;

    /// <param name="formats">One for each codec the slot may carry, all of one m-line.</param>
    /// <param name="transport">The viewer's; null where transport-wide feedback isn't negotiated.</param>
    /// <param name="startsInThePast">Whether a picture may start from the last keyframe that was there before; false: with the next one that comes.</param>
    /// <param name="pacer">The viewer's, for pictures; null: nothing waits.</param>
    public SubscribedTrack(
        IReadOnlyList<TrackFormat> formats, in SlotStreams streams, TransportSequence? transport, bool startsInThePast = true, Pacer? pacer = null)
    {
        (_formats, _startsInThePast, _transport) = ([.. formats], startsInThePast, transport);
        Kind = formats[0].Kind;
        _pacer = Kind == MediaKind.Video ? pacer : null;
        Streams = streams;
        _highest = Lead + streams.FirstSequence - 1;                   // the first packet has exactly the first sequence
        _timeline = new OutputTimeline(streams.FirstTimestamp, formats[0].ClockRate, formats[0].Kind);
        _writer = new PacketWriter(streams, formats[0].Mid, transport);
        _reports = new ViewerReports(streams, formats[0].ClockRate);
    }

    public MediaKind Kind { get; }
    public string Mid => _formats[0].Mid;
    public SlotStreams Streams { get; }

    public TrackSource? Source { get; private set; }

    /// <summary>The layer being sent; null while the slot is empty or waits for its first keyframe.</summary>
    public PublishedLayer? Layer => _flows ? _segments.Current.Layer : null;

    /// <summary>The layer this slot should have, from the layer choice; null: the best there is. One that isn't sent is replaced by the best that is.</summary>
    public PublishedLayer? Wanted
    {
        get;
        set
        {
            if (ReferenceEquals(field, value)) return;
            field = value;
            _target = null;                                            // looked for with the next packet or beat
        }
    }

    /// <summary>Smoothed from the viewer's receiver reports; zero before the first.</summary>
    public TimeSpan RoundTrip => _reports.RoundTrip;

    /// <summary>On the viewer's path between its last two reports, 0..1: what never came from the publisher isn't among it.</summary>
    public double FractionLost => _reports.FractionLost;

    public long PacketsSent => _reports.PacketsSent;
    public long OctetsSent => _reports.OctetsSent;

    /// <summary>What the slot sent over the last second, repairs included.</summary>
    public long BitsPerSecond(MonoTime now) => _reports.BitsPerSecond(now);

    public MonoTime NextDeadline => Source is null ? MonoTime.Never : _nextBeat;

    /// <summary>Its packets have transport-wide numbers, so they are part of what the path's estimate is about.</summary>
    public bool IsCounted => _transport is not null && _formats[0].Extensions.TransportCc != 0;

    /// <summary>More is sent than should be, until the lower layer's keyframe comes.</summary>
    public bool IsSteppingDown(MonoTime now) => Kind == MediaKind.Video && Layer is { } layer && Wanted is { } wanted && layer.IsBetterThan(wanted, now);

    /// <summary>How often its picture came from another layer of the same source within the last minute, with the change that is awaited now.</summary>
    public int SwitchesWithinAMinute(MonoTime now) =>
        _switches.WithinAMinute(now) + (_segments.Last is { } shown && Wanted is { } wanted && ReferenceEquals(shown.Source, Source) && shown.Index != wanted.Index ? 1 : 0);

    /// <summary>Has more to send than the live packets: call <see cref="TryTakePending"/> again soon.</summary>
    public bool IsCatchingUp => _flows && _pending.IsPending;

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

        if (!ReferenceEquals(Source, source)) _switches = default;     // another's picture is another picture
        (Source, _format, _flows, Wanted, _target) = (source, format, false, null, null);
        (_pending, _abandoned, _notAgainBefore) = (CatchUp.None, false, default);
        Tick(now);
        return true;
    }

    /// <summary>Makes the viewer's packet out of a publisher's.</summary>
    /// <param name="destination">At least 1,500 bytes; the packet is written from its start, in the clear.</param>
    /// <param name="length">0 with null: it is kept for its turn, see <see cref="TryTakePending"/>.</param>
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

        if (_flows && _segments.Current.IsFrom(packet))
        {
            if (!_pending.IsPending && (_pacer is null || _pacer.MayGo(now))) return Forward(packet, destination, now, out length);
            if (!_pending.IsPending) _pending = CatchUp.AtOnce(packet.ExtendedSequence, packet.ExtendedSequence);
            // Its turn comes: a hole that is filled a little later would be asked for.
            _pending.End = Math.Max(_pending.End, packet.ExtendedSequence);
            return packet.ExtendedSequence >= _pending.Next ? null : Forward(packet, destination, now, out length);
        }
        if (MayBegin(packet, now))
        {
            Begin(packet, now);
            return Forward(packet, destination, now, out length);
        }
        if (ReferenceEquals(packet.Layer, _target) && MayBeginInThePast(_target) && packet.Layer.Keyframes.TryStart(packet, now, out var first))
        {
            BeginInThePast(first, packet, now);
            return null;
        }

        // A straggler of the layer that flowed before.
        if (_flows && _segments.TryFindSource(packet, out var index) && index != _segments.CurrentIndex)
            return Forward(ref _segments[index], packet, destination, now, out length);
        return ReferenceEquals(packet.Layer, _target) ? DropReason.AwaitingKeyframe : DropReason.OtherLayer;
    }

    /// <summary>
    /// Whether a run is, whole, what comes next of what flows: then each of its packets goes by <see cref="WriteNext"/> with nothing left to decide,
    /// and <see cref="Wrote"/> notes them together.
    /// </summary>
    public bool Continues(in LayerRun run)
    {
        if (!_flows || !run.IsUnbroken || _target is null || _pending.IsPending || _pacer is { IsOpen: false }) return false;
        ref readonly var segment = ref _segments.Current;
        if (!ReferenceEquals(segment.Layer, run.Layer) || segment.Generation != run.Generation || run.First + segment.SequenceShift != _highest + 1) return false;
        return !segment.IsSqueezed && !segment.Resends && ReferenceEquals(run.Layer.Source, Source);
    }

    /// <summary>
    /// Whether nothing of a run is for this slot: another layer flows, another is waited for, and it fills no hole of what flowed before. Sound begins
    /// with whatever comes.
    /// </summary>
    public bool Ignores(in LayerRun run) => _flows && Kind == MediaKind.Video && _target is not null && !ReferenceEquals(run.Layer, _target)
        && ReferenceEquals(run.Layer.Source, Source) && !_segments.MayTake(run);

    /// <summary>Reads what a burst's way through here will look at: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload()
    {
        if (!_flows) return 0;
        return (int)_segments.Current.SequenceShift ^ _sent.Preload(_highest + 1) ^ (int)_timeline.Highest ^ _writer.Preload() ^ _reports.Preload() ^ _repairs.Preload();
    }

    /// <summary>A packet of a run that <see cref="Continues"/>.</summary>
    /// <param name="destination">As <see cref="TryRewrite"/> has it.</param>
    /// <param name="written">Of this run so far.</param>
    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int WriteNext(in SourcePacket packet, Span<byte> destination, ref BurstSize written)
    {
        ref readonly var segment = ref _segments.Current;
        var length = _writer.Write(segment, packet, destination);
        _ = _sent.Take(packet.ExtendedSequence + segment.SequenceShift);    // new, since above the highest
        if (length > 0) written = new(written.Packets + 1, written.Bytes + length, written.Payload + _writer.PayloadLength, written.SourcePayload + packet.PayloadLength);
        return length;
    }

    /// <param name="run">Of which each packet was given to <see cref="WriteNext"/>.</param>
    public void Wrote(ReadOnlySpan<SourcePacket> run, BurstSize written, MonoTime now)
    {
        ref var segment = ref _segments.Current;
        foreach (ref readonly var packet in run) Advance(ref segment, packet);
        _reports.OnSent(written.Packets, written.Bytes, written.Payload, now);
        _repairs.OnSent(written.SourcePayload);
    }

    /// <summary>
    /// Packets that came before the one that began the source and belong after it: its keyframe's first packet was late, or the source began in the
    /// past. Paced; call until false after <see cref="TryRewrite"/>, and again while <see cref="IsCatchingUp"/>.
    /// </summary>
    public bool TryTakePending(Span<byte> destination, MonoTime now, out int length)
    {
        while (_flows && _pending.MayGo(now) && (_pacer is null || _pacer.MayGo(now)))
        {
            ref var current = ref _segments.Current;
            var found = current.Layer.History.TryGet(_pending.Next++, now, out var packet) && packet.Generation == current.Generation;
            if (found && IsTooLate(packet, now))
            {
                Abandon(now);
                break;
            }
            if (!found || Forward(packet, destination, now, out length) is not null) continue;
            _pending.Spend(length);
            return true;
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
            : _writer.Write(segment, packet, destination, _digests?.TransportOf(sequence));
        if (length == 0) return DropReason.TooLarge;
        if (segment.Format.RtxPayloadType is null && !MayResend(sequence, destination[..length], out again)) return DropReason.HistoryMiss;
        _reports.OnRepair(length, now);
        return null;
    }

    /// <summary>How many packets waited in vain since the last call.</summary>
    public int TakeAbandoned()
    {
        var packets = _abandonedPackets;
        _abandonedPackets = 0;
        return packets;
    }

    /// <summary>A packet of padding for a probe of the path.</summary>
    /// <returns>The length; 0 where the slot can't.</returns>
    public int WritePadding(int wanted, Span<byte> destination) => Kind == MediaKind.Video ? _writer.WritePadding(_formats[0], _timeline.Highest, wanted, destination) : 0;

    /// <summary>The viewer's decoder is lost (PLI or FIR).</summary>
    public void OnPli()
    {
        if (Source is { } source && (Layer ?? _target) is { } layer) source.RequestKeyframe(layer);
    }

    /// <summary>A viewer's report block whose SSRC is this slot's (RFC 3550 §6.4.1).</summary>
    public void OnReceiverReport(in ReportBlock block, MonoTime now)
    {
        var highest = _highest + new SequenceNumber((ushort)block.ExtendedHighest).DistanceFrom(new((ushort)_highest));
        _reports.OnReceiverReport(block, highest, _sent, now);
    }

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
        // Where not even sound fits, nothing else gets its turn: it mustn't wait for one to be found too old.
        if (IsCatchingUp && _segments.Current.Layer.History.TryGet(_pending.Next, now, out var waiting) && IsTooLate(waiting, now)) Abandon(now);
        if (Kind != MediaKind.Video || _target is not { } target || ReferenceEquals(Layer, target)) return;
        if ((!MayBeginInThePast(target) || !target.Keyframes.IsFresh(now)) && now >= _notAgainBefore) source.RequestKeyframe(target);
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

    /// <summary>While it sees another layer, its picture isn't turned back; and on a path that is nearly full the past must be short.</summary>
    private bool MayBeginInThePast(PublishedLayer layer) => _startsInThePast && !_abandoned && !_flows
        && (_pacer is not { IsTight: true } || layer.Keyframes.Bytes * 8 <= _pacer.BitsPerSecond * MostPast);

    private bool MayBegin(in SourcePacket packet, MonoTime now)
    {
        // What was sent before the interruption doesn't begin anything.
        if (_flows && ReferenceEquals(_segments.Current.Layer, packet.Layer) && packet.Generation < _segments.Current.Generation) return false;
        if (Kind == MediaKind.Audio) return true;
        if (packet is not { IsKeyframe: true, StartsFrame: true }) return false;

        if (_target is null || ReferenceEquals(packet.Layer, _target)) return true;

        // While there is no picture at all, any is better than none, unless the viewer's path has no room for it. One that stands still waits for its
        // own: another a moment before would be a switch more.
        return !_flows && !_abandoned && (Wanted is null || !packet.Layer.IsBetterThan(_target, now));
    }

    private void Begin(in SourcePacket packet, MonoTime now)
    {
        var segment = SegmentFrom(packet);
        segment.TimestampShift = _timeline.Begin(packet);
        Start(segment, packet, now);
        var history = packet.Layer.History;
        if (history.Highest > packet.ExtendedSequence) CatchUpTo(packet, packet.ExtendedSequence + 1, now);
        else _pending = CatchUp.None;
    }

    /// <summary>With a keyframe of a while ago and what followed it: up to the newest packet in squeezed time, from there on as it came.</summary>
    private void BeginInThePast(in SourcePacket first, in SourcePacket live, MonoTime now)
    {
        var newest = live.Layer.History.TryGet(live.Layer.History.Highest, now, out var highest) ? highest : live;
        var segment = SegmentFrom(first);
        segment.TimestampShift = _timeline.Begin(newest);
        (segment.IsSqueezed, segment.SqueezedBefore) = (true, newest.Timestamp);
        segment.TimestampShift = unchecked(segment.TimestampShift + _timeline.Shortfall(segment.TimestampOf(first.Timestamp)));
        _squeezedTo = newest.ExtendedSequence;
        Start(segment, first, now);
        CatchUpTo(first, first.ExtendedSequence, now);
    }

    /// <summary>The squeezed past is sent: what comes now keeps its time.</summary>
    private void BeginPresent(ref Segment past)
    {
        var present = past;
        (present.IsSqueezed, present.First) = (false, _squeezedTo + 1 + past.SequenceShift);
        present.Last = present.First - 1;
        past.Last = Math.Max(past.Last, present.Last);
        _segments.Add(present);
    }

    private Segment SegmentFrom(in SourcePacket first) => new()
    {
        Layer = first.Layer,
        Format = _format!,                                             // set with Source, and the packet is the source's
        Generation = first.Generation,
        Resends = _format is { Nack: true, RtxPayloadType: null },
        First = _highest + 1,
        Last = _highest,
        SequenceShift = _highest + 1 - first.ExtendedSequence,
        SourceBegin = first.Timestamp,
    };

    private void Start(Segment segment, in SourcePacket first, MonoTime now)
    {
        // What was better than nothing until its better came was no layer to leave.
        if (!_isStopgap && _segments.Last is { } before && ReferenceEquals(before.Source, Source) && before.Index != first.Layer.Index) _switches.Note(now);
        _isStopgap = _target is not null && !ReferenceEquals(_target, first.Layer);
        _writer.Pictures.Begin(ref segment, first);
        _segments.Add(segment);
        (_flows, _abandoned) = (true, false);
        _target ??= first.Layer;
    }

    private void CatchUpTo(in SourcePacket first, long next, MonoTime now) => _pending = _startsInThePast
        ? CatchUp.Begin(next, first.Layer.History.Highest, first.Layer.BitsPerSecond(now), now - first.Buffer.Arrival, now)
        : CatchUp.AtOnce(next, first.Layer.History.Highest);

    private bool IsTooLate(in SourcePacket packet, MonoTime now)
    {
        if (_pacer is not { IsOpen: false }) return false;
        return now - packet.Buffer.Arrival > _pending.Lag + (ReferenceEquals(Layer, _target) ? MostWaitingAtLowest : MostWaiting);
    }

    /// <summary>
    /// The path is too narrow for what waits: the picture stands still until the next keyframe, of the lower layer if there is one, so that sound has
    /// the path meanwhile. Nothing is missed by the viewer: the numbers go on where they stopped.
    /// </summary>
    private void Abandon(MonoTime now)
    {
        if (ReferenceEquals(Layer, _target)) _notAgainBefore = now + BetweenTrickles;
        _abandonedPackets += (int)(_pending.End - _pending.Next + 2);    // Next is behind the one that was too late
        (_pending, _flows, _abandoned) = (CatchUp.None, false, true);
    }

    /// <summary>In the present segment, or in the one that has the packet's place.</summary>
    private DropReason? Forward(in SourcePacket packet, Span<byte> destination, MonoTime now, out int length)
    {
        if (_segments.Current.IsSqueezed && packet.ExtendedSequence > _squeezedTo) BeginPresent(ref _segments.Current);
        ref var current = ref _segments.Current;
        if (packet.ExtendedSequence + current.SequenceShift >= current.First || !_segments.TryFindSource(packet, out var index))
            return Forward(ref current, packet, destination, now, out length);
        return Forward(ref _segments[index], packet, destination, now, out length);
    }

    private DropReason? Forward(ref Segment segment, in SourcePacket packet, Span<byte> destination, MonoTime now, out int length)
    {
        length = 0;
        var sequence = packet.ExtendedSequence + segment.SequenceShift;
        if (sequence < segment.First) return DropReason.TooOld;
        // Taken from the history when the source began, and now in its turn; one number is never sent twice (nor may SRTP encrypt it twice).
        if (_sent.Take(sequence) is { } reason) return reason;

        length = _writer.Write(segment, packet, destination);
        if (sequence > _highest) Advance(ref segment, packet);
        if (length == 0) return DropReason.TooLarge;
        if (segment.Resends) NoteDigest(sequence, destination[..length]);
        _reports.OnSent(packets: 1, length, _writer.PayloadLength, now);
        _repairs.OnSent(packet.PayloadLength);
        return null;
    }

    /// <summary>Notes the newest packet, one that didn't fit too: its number is taken, and what begins next needs one of its own.</summary>
    private void Advance(ref Segment segment, in SourcePacket packet)
    {
        _highest = segment.Last = packet.ExtendedSequence + segment.SequenceShift;
        _timeline.Advance(segment.TimestampOf(packet.Timestamp), packet.Buffer.Arrival);
        _writer.Pictures.Advance(segment, packet);
    }

    /// <param name="again">False for a packet that came too late to be sent in its turn, and goes for the first time.</param>
    /// <returns>False when, by an error of ours, it isn't the packet of before: one number must not protect two texts.</returns>
    private bool MayResend(long sequence, ReadOnlySpan<byte> packet, out bool again)
    {
        _digests ??= new SentDigests();
        again = _sent.Take(sequence) is not null;
        if (again) return _digests.Matches(sequence, packet);
        NoteDigest(sequence, packet);
        return true;
    }

    private void NoteDigest(long sequence, ReadOnlySpan<byte> packet) =>
        (_digests ??= new SentDigests()).Note(sequence, packet, unchecked((ushort)((_transport?.Next ?? 0) - 1)));

    private TrackFormat? FormatFor(TrackFormat source)
    {
        foreach (var format in _formats)
            if (format.Codec == source.Codec) return format;
        return null;
    }
}
