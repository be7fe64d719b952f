using System.Buffers.Binary;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>One source of one publisher in a tap: a slot as a viewer's, whose packets go to the sink instead of a wire.</summary>
internal sealed class TapSlot : ISlotOwner
{
    private static readonly TimeSpan LayerInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TrackFormat[] Sound = [Format(TrackCodec.Opus, 111, 48_000)];
    private static readonly TrackFormat[] Picture = [Format(TrackCodec.Vp8, 96, 90_000), Format(TrackCodec.H264, 97, 90_000)];

    private readonly Tap _tap;
    private readonly PublisherId _publisher;
    private readonly TapSource _source;
    private readonly TapWish _wish;
    private readonly Slot _slot;
    private Feed? _feed;
    private MonoTime _nextLayer;

    /// <param name="ssrc">Of the packets handed out: tells the tap's sources apart.</param>
    public TapSlot(Tap tap, PublisherId publisher, TapSource source, TapWish wish, uint ssrc)
    {
        (_tap, _publisher, _source, _wish) = (tap, publisher, source, wish);
        _slot = new Slot(new SubscribedTrack(source == TapSource.Voice ? Sound : Picture, new SlotStreams(ssrc, 0, 0, 0, 0, ""), transport: null, startsInThePast: false), this, seesGreenRoom: false);
    }

    /// <summary>There are few taps.</summary>
    int ISlotOwner.Preload(Slot slot) => 0;

    public bool Is(PublisherId publisher, TapSource source) => _publisher == publisher && _source == source;

    /// <param name="feed">What the publisher sends now; null: nothing, or not on air.</param>
    public void Fill(Feed? feed, MonoTime now)
    {
        _feed = feed;
        Attach(now);
    }

    public void Tick(MonoTime now)
    {
        if (_feed is null) return;
        Attach(now);
        if (_wish.TakeKeyframe()) _slot.Track.OnPli();
        if (_slot.Track.NextDeadline <= now) _slot.Track.Tick(now);
        if (now >= _nextLayer) ChooseLayer(now);
    }

    public void Changed(MonoTime now)
    {
    }

    public void Forward(Slot slot, in Burst burst, bool allowed, MonoTime now)
    {
        if (!allowed)
        {
            _tap.Counters.Drop(DropReason.NotOnAir, burst.Packets.Length);
            return;
        }
        foreach (ref readonly var run in burst.Runs)
        {
            if (_slot.Track.Ignores(run)) _tap.Counters.Drop(DropReason.OtherLayer, run.Length);
            else Forward(burst.PacketsOf(run), now);
        }
    }

    private void Forward(ReadOnlySpan<SourcePacket> run, MonoTime now)
    {
        foreach (ref readonly var packet in run) Forward(packet, now);
    }

    private void Forward(in SourcePacket packet, MonoTime now)
    {
        var scratch = _tap.Scratch;
        if (_slot.Track.TryRewrite(packet, scratch, now, out var length) is { } drop)
        {
            _tap.Counters.Drop(drop);
            return;
        }
        var shift = unchecked(TimestampOf(scratch) - packet.Timestamp);
        HandOut(packet.Layer, packet.Timestamp, scratch.AsSpan(0, length), packet.Buffer.Arrival);

        // The rest of a keyframe whose first packet was late: of the same layer, so shifted alike.
        while (_slot.Track.TryTakePending(scratch, now, out length))
        {
            HandOut(packet.Layer, unchecked(TimestampOf(scratch) - shift), scratch.AsSpan(0, length), packet.Buffer.Arrival);
        }
    }

    private void HandOut(PublishedLayer layer, uint sourceTimestamp, ReadOnlySpan<byte> rtp, MonoTime arrival)
    {
        _tap.Counters.Forwarded();
        var format = layer.Source.Format;
        _tap.HandOut(new TapPacket
        {
            Publisher = _publisher,
            Source = _source,
            Codec = format.Codec switch { TrackCodec.Opus => TapCodec.Opus, TrackCodec.Vp8 => TapCodec.Vp8, _ => TapCodec.H264 },
            Rtp = rtp,
            SenderMicroseconds = layer.Clock.IsKnown ? layer.Clock.MicrosecondsAt(sourceTimestamp, format.ClockRate) : 0,
            Arrival = arrival,
        });
    }

    private void Attach(MonoTime now)
    {
        var feed = _source == TapSource.Voice || _wish.Pixels > 0 ? _feed : null;
        if (ReferenceEquals(_slot.Fanout?.Feed, feed)) return;
        _tap.Attach(_slot, feed, now);    // asks for a keyframe
        ChooseLayer(now);
    }

    private void ChooseLayer(MonoTime now)
    {
        _nextLayer = now + LayerInterval;
        if (_source != TapSource.Voice && _slot.Track.Source is { } source) _slot.Track.Wanted = LayerBySize.Choose(source, _wish.Pixels, now);
    }

    private static uint TimestampOf(ReadOnlySpan<byte> rtp) => BinaryPrimitives.ReadUInt32BigEndian(rtp[4..]);

    private static TrackFormat Format(TrackCodec codec, byte payloadType, int clockRate) =>
        new() { Kind = codec == TrackCodec.Opus ? MediaKind.Audio : MediaKind.Video, Codec = codec, PayloadType = payloadType, ClockRate = clockRate, Mid = "" };
}
