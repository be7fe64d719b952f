using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// The timestamps of one outgoing stream. Layers of one publisher are laid on each other by their sender reports, to the tick; without them, and
/// between publishers, whose clocks have nothing in common, by arrival. Whatever the sums say, time goes forward.
/// </summary>
internal struct OutputTimeline(uint first, int clockRate, MediaKind kind)
{
    /// <summary>Reports that disagree with arrival by more than this are wrong.</summary>
    private static readonly TimeSpan MaxDisagreement = TimeSpan.FromSeconds(2);

    // Two pictures may be a tick apart; two Opus packets at least what a packet plays, or the decoder takes them for one another.
    private readonly uint _leastStep = kind == MediaKind.Video ? 1u : (uint)(clockRate / 50);
    private PublishedLayer? _anchor;
    private uint _anchorShift;
    private uint _highest;
    private MonoTime _highestArrival;
    private bool _started;

    /// <summary>The newest that was sent.</summary>
    public uint Highest => _highest;

    /// <returns>What to add to the timestamps of the segment that <paramref name="packet"/> begins.</returns>
    public uint Begin(in SourcePacket packet)
    {
        if (!_started)
        {
            Anchor(packet.Layer, unchecked(first - packet.Timestamp));
            return _anchorShift;
        }

        var elapsed = packet.Buffer.Arrival - _highestArrival;
        var byArrival = unchecked(_highest + (uint)Math.Max(0, elapsed.Ticks * clockRate / TimeSpan.TicksPerSecond));
        if (TryMapExactly(packet, byArrival, out var exact)) return unchecked(AtLeastNext(exact) - packet.Timestamp);

        Anchor(packet.Layer, unchecked(AtLeastNext(byArrival) - packet.Timestamp));
        return _anchorShift;
    }

    /// <returns>How many ticks are missing for <paramref name="timestamp"/> to come after what was sent.</returns>
    public uint Shortfall(uint timestamp)
    {
        if (!_started) return 0;
        var missing = unchecked((int)(_highest + _leastStep - timestamp));
        return missing > 0 ? (uint)missing : 0;
    }

    /// <summary>The newest packet's outgoing timestamp.</summary>
    public void Advance(uint timestamp, MonoTime arrival)
    {
        if (_started && unchecked((int)(timestamp - _highest)) <= 0) return;
        (_started, _highest, _highestArrival) = (true, timestamp, arrival);
    }

    // The anchor's shift holds no correction of a later switch, so corrections don't add up.
    private bool TryMapExactly(in SourcePacket packet, uint byArrival, out uint exact)
    {
        exact = 0;
        var clock = packet.Layer.Clock;
        if (_anchor is not { } anchor || !ReferenceEquals(anchor.Source, packet.Layer.Source)) return false;
        if (ReferenceEquals(anchor, packet.Layer)) exact = unchecked(packet.Timestamp + _anchorShift);
        else if (anchor.Clock.IsKnown && clock.IsKnown) exact = unchecked(anchor.Clock.Translate(packet.Timestamp, clock, clockRate) + _anchorShift);
        else return false;

        return Math.Abs((long)unchecked((int)(exact - byArrival))) <= MaxDisagreement.Ticks * clockRate / TimeSpan.TicksPerSecond;
    }

    private uint AtLeastNext(uint timestamp)
    {
        var next = unchecked(_highest + _leastStep);
        return unchecked((int)(timestamp - next)) >= 0 ? timestamp : next;
    }

    private void Anchor(PublishedLayer layer, uint shift) => (_anchor, _anchorShift) = (layer, shift);
}
