using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Testing.Media;

/// <summary>What a decoder needs of one stream, packet after packet in order.</summary>
internal sealed class StreamChecks(IReadOnlyList<TrackFormat> formats)
{
    private const int MostViolations = 20;

    private readonly List<string> _violations = [];
    private readonly List<(byte Publisher, byte Layer)> _sources = [];
    private FrameMark _last;
    private ushort _lastPicture;
    private byte _lastTl0;
    private bool _hasPicture;
    private bool _started;
    private bool _decodable;
    private bool _isBroken;

    public IReadOnlyList<string> Violations => _violations;
    public IReadOnlyList<(byte Publisher, byte Layer)> Sources => _sources;
    public int Frames { get; private set; }
    public uint LastTimestamp { get; private set; }

    /// <summary>Packets with a redundant payload, and the copies in them.</summary>
    public int Redundant { get; private set; }
    public int Copies { get; private set; }

    /// <summary>The frames of sound that could be played: those that came, and copies of those that didn't.</summary>
    public SortedSet<uint> Playable { get; } = [];

    public void Complain(string violation)
    {
        if (_violations.Count < MostViolations) _violations.Add(violation);
    }

    /// <summary>Something before the next packet was lost for good: nothing is decodable until a keyframe.</summary>
    public void Break() => (_decodable, _hasPicture, _isBroken) = (false, false, true);

    public void Check(in RtpPacket packet)
    {
        if (packet.Payload.IsEmpty) return;                             // an empty packet fills a hole of padding
        if (FormatOf(packet.PayloadType) is not { } format)
        {
            Complain($"{packet.SequenceNumber} has the payload type {packet.PayloadType}, which isn't the slot's.");
            return;
        }
        if (!FrameMark.TryRead(packet.Payload, out var mark))
        {
            Complain($"{packet.SequenceNumber} carries a payload that nobody sent.");
            return;
        }

        if (packet.PayloadType == format.RedPayloadType) CheckRedundancy(packet, format, mark);
        CheckSource(packet, format, mark);
        CheckTime(packet, mark);
        if (format.Codec == TrackCodec.Vp8) CheckPicture(packet, mark);
        if (mark.Index == mark.Count - 1)
        {
            if (format.Kind == MediaKind.Video && !packet.Marker) Complain($"{packet.SequenceNumber} ends a frame without the marker.");
            if (_decodable) Frames++;
        }
        (_last, LastTimestamp, _started) = (mark, packet.Timestamp, true);
    }

    /// <summary>Packets of 20 ms: what comes again is what its age says, of the same speaker.</summary>
    private void CheckRedundancy(in RtpPacket packet, TrackFormat format, in FrameMark mark)
    {
        Redundant++;
        if (!RedPayload.TryParse(packet.Payload, out var red) || red.Primary.PayloadType != format.PayloadType)
        {
            Complain($"{packet.SequenceNumber} has a redundant payload that can't be read.");
            return;
        }
        foreach (var block in red)
        {
            var isRight = FrameMark.TryRead(packet.Payload.Slice(block.Start, block.Length), out var copy) && block.PayloadType == format.PayloadType
                && copy.Publisher == mark.Publisher && copy.Frame < mark.Frame;
            if (isRight) Playable.Add(copy.Frame);
            else Complain($"{packet.SequenceNumber} brings something else again, from {block.TimestampOffset} ticks before.");
            Copies++;
        }
    }

    private void CheckSource(in RtpPacket packet, TrackFormat format, in FrameMark mark)
    {
        if (format.Kind == MediaKind.Audio) Playable.Add(mark.Frame);
        var isNew = !_started || mark.Publisher != _last.Publisher || mark.Layer != _last.Layer;
        if (isNew) _sources.Add((mark.Publisher, mark.Layer));
        if (format.Kind == MediaKind.Audio)
        {
            _decodable = true;
            if (isNew && !packet.Marker) Complain($"{packet.SequenceNumber} begins another speaker without the marker.");
            return;
        }

        var begins = mark is { Index: 0, IsKeyframe: true };
        var beginningMayBeLost = _isBroken;
        _isBroken = false;
        if (begins) _decodable = true;
        else if (isNew && !beginningMayBeLost) Complain($"{packet.SequenceNumber} begins {mark.Publisher}/{mark.Layer} with frame {mark.Frame}.{mark.Index}, which is no keyframe's start.");
        else if (_decodable && !Follows(mark))
            Complain($"{packet.SequenceNumber}: {mark.Frame}.{mark.Index} of {mark.Count} follows {_last.Frame}.{_last.Index} of {_last.Count}.");
    }

    private bool Follows(in FrameMark mark) => mark.Index == 0
        ? mark.Frame == _last.Frame + 1 && _last.Index == _last.Count - 1
        : mark.Frame == _last.Frame && mark.Index == _last.Index + 1;

    private void CheckTime(in RtpPacket packet, in FrameMark mark)
    {
        if (!_started) return;
        var step = unchecked((int)(packet.Timestamp - LastTimestamp));
        if (mark.Index != 0 ? step != 0 && _decodable : step <= 0)
            Complain($"{packet.SequenceNumber} ({mark.Frame}.{mark.Index}) steps {step} in time.");
    }

    private void CheckPicture(in RtpPacket packet, in FrameMark mark)
    {
        if (!Vp8Descriptor.TryParse(packet.Payload, out var descriptor) || descriptor is not { PictureId: { } picture, Tl0PicIdx: { } tl0 })
        {
            Complain($"{packet.SequenceNumber} has no VP8 descriptor.");
            return;
        }
        var step = mark.Index == 0 ? 1 : 0;
        if (_hasPicture && (picture != ((_lastPicture + step) & 0x7FFF) || tl0 != (byte)(_lastTl0 + step)))
            Complain($"{packet.SequenceNumber}: picture {picture}/{tl0} follows {_lastPicture}/{_lastTl0}.");
        (_lastPicture, _lastTl0, _hasPicture) = (picture, tl0, true);
    }

    private TrackFormat? FormatOf(byte payloadType)
    {
        foreach (var format in formats)
            if (format.PayloadType == payloadType || format.RedPayloadType == payloadType) return format;
        return null;
    }
}
