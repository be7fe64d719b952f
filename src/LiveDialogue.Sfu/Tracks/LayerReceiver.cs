using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The receiving end of one layer on the publisher's shard: from the sequence numbers of one SSRC to those of <see cref="SourcePacket"/>.</summary>
internal sealed class LayerReceiver
{
    // The unwrapper starts within 0..65535; a packet from before the first one mustn't become negative.
    private const long Lead = 65_536;

    private readonly SequenceCompaction _compaction = new();
    private SequenceUnwrapper _unwrapper;
    private ReceiveWindow _window = ReceiveWindow.Empty;
    private long _lastPassed = -1;
    private long _measuredTo = -1, _measuringTo = -1;
    private readonly bool _isSound;
    private bool _muted;
    private bool _firstIsOver;

    public LayerReceiver(PublishedLayer layer, uint ssrc, int clockRate)
    {
        (Layer, Ssrc, Report) = (layer, ssrc, new ReceptionReport(clockRate));
        if (layer.Source.Format.RedPayloadType is not null) Redundancy = new();
        _isSound = layer.Source.Format.Kind == MediaKind.Audio;
        Nacks = new NackSchedule(_isSound ? NackSchedule.UsefulSound : NackSchedule.UsefulPicture);
    }

    public PublishedLayer Layer { get; }
    public uint Ssrc { get; }

    /// <summary>When anything came under <see cref="Ssrc"/>, muted and empty packets too; null before the first.</summary>
    public MonoTime? LastArrival { get; private set; }

    /// <summary>Of the repairs; 0 while unknown.</summary>
    public uint RtxSsrc { get; set; }

    public NackSchedule Nacks { get; }

    /// <summary>Where redundant blocks belong; null where none are negotiated.</summary>
    public RedundantSound? Redundancy { get; }
    public ReceptionReport Report { get; }

    /// <summary>Goes up each time the track is heard again after it was muted.</summary>
    public int Generation { get; private set; }

    /// <summary>Too many packets were lost at once for asking for each.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Takes one packet's number.</summary>
    /// <param name="sequence">As on the wire, without wrap.</param>
    /// <returns>Null when it is new and recent.</returns>
    public DropReason? Arrive(SequenceNumber number, uint timestamp, bool isRepair, MonoTime now, out long sequence)
    {
        sequence = _unwrapper.Unwrap(number) + Lead;
        if (!isRepair)
        {
            Report.OnPacket(sequence, timestamp, now);
            LastArrival = now;
        }
        if (_window.Take(sequence) is { } reason) return reason;
        if (!Nacks.OnPacket(sequence, now)) IsBroken = true;
        Redundancy?.Note(sequence, timestamp);
        return null;
    }

    /// <summary>A missing packet is there without having come: reports count it as lost all the same, as the path did lose it.</summary>
    /// <returns>False when it came, or isn't to be passed on.</returns>
    public bool TryRestore(long sequence, uint timestamp, out long passed)
    {
        passed = 0;
        if (_window.Take(sequence) is not null) return false;
        Nacks.OnRestored(sequence);
        Redundancy?.Note(sequence, timestamp);
        return Number(sequence, out passed) is null;
    }

    /// <summary>Of the stretch before the last call but one: it had a second and more to be repaired.</summary>
    public int TakeMissing(out int expected)
    {
        var missing = _measuredTo < 0 ? 0 : _window.Missing(_measuredTo + 1, _measuringTo);
        expected = _measuredTo < 0 ? 0 : (int)Math.Min(_measuringTo - _measuredTo, ReceiveWindow.Size);
        (_measuredTo, _measuringTo) = (_measuringTo, _window.Highest);
        return missing;
    }

    /// <summary>What isn't media leaves no hole, if it comes in its turn; late, its hole is there already and it must fill it.</summary>
    /// <returns>True when the packet is counted out; false when it is to be passed on empty.</returns>
    public bool TryCountOut(long sequence)
    {
        if (sequence != _window.Highest) return false;
        _compaction.Remove(sequence);
        return true;
    }

    /// <summary>Everything until the next passed packet is left out.</summary>
    /// <remarks>
    /// Of sound that one, too: Opus may have put a copy of the packet before into it (in-band FEC, RFC 6716 §2.1.7), the last 20 to 60 ms of what wasn't to be
    /// heard, and anybody can decode it. To take it out one would have to decode and encode, so the field's first 20 ms are lost instead.
    /// </remarks>
    public void Mute() => (_muted, _firstIsOver) = (true, !_isSound);

    /// <returns>Null when <paramref name="passed"/> is the number to pass the packet on with.</returns>
    public DropReason? Number(long sequence, out long passed)
    {
        if (_muted)
        {
            passed = 0;
            if (sequence != _window.Highest) return DropReason.Muted;          // sent while muted, repaired after
            if (!_firstIsOver)
            {
                _firstIsOver = true;
                return DropReason.Muted;
            }
            _muted = false;
            Generation++;
            _compaction.Resume(sequence, _lastPassed >= 0 ? _lastPassed : sequence - 1);
        }
        if (!_compaction.TryMap(sequence, out passed)) return DropReason.TooOld;
        _lastPassed = Math.Max(_lastPassed, passed);
        return null;
    }
}
