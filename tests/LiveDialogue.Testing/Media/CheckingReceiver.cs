using System.Buffers.Binary;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Testing.Media;

/// <summary>
/// The viewer's end of one slot: puts the stream in order, asks for what is missing, and holds it to what a decoder needs. What it finds wrong it
/// notes in <see cref="Violations"/>.
/// </summary>
/// <param name="formats">Of the slot.</param>
internal sealed class CheckingReceiver(IReadOnlyList<TrackFormat> formats, SlotStreams streams)
{
    private const int MaxTries = 10;                                    // as libwebrtc
    private static readonly TimeSpan AskAfter = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMilliseconds(1500);

    private readonly SortedDictionary<long, byte[]> _waiting = [];
    private readonly Dictionary<long, (MonoTime Since, MonoTime Asked, int Tries)> _missing = [];
    private readonly StreamChecks _checks = new(formats);
    private SequenceUnwrapper _unwrapper;
    private long _next = -1;
    private long _highest = -1;

    /// <summary>What a decoder or jitter buffer would have stumbled over, a sentence each.</summary>
    public IReadOnlyList<string> Violations => _checks.Violations;

    /// <summary>Frames (audio: packets) that came whole and in order.</summary>
    public int Frames => _checks.Frames;

    /// <summary>(publisher, layer) of each stretch, in order.</summary>
    public IReadOnlyList<(byte Publisher, byte Layer)> Sources => _checks.Sources;

    public int Repaired { get; private set; }
    public int Lost { get; private set; }

    /// <summary>Packets of padding alone.</summary>
    public int Padding { get; private set; }
    public int Packets { get; private set; }

    /// <summary>The sequence number of the first packet; null before it.</summary>
    public ushort? FirstSequence { get; private set; }

    public uint LastTimestamp => _checks.LastTimestamp;

    /// <summary>Packets with a redundant payload (RFC 2198), and the copies in them.</summary>
    public int Redundant => _checks.Redundant;
    public int Copies => _checks.Copies;

    /// <summary>The frames of sound that could be played: those that came, and copies of those that didn't.</summary>
    public SortedSet<uint> Playable => _checks.Playable;

    /// <summary>What a fresh decoder asks for after a loss that wasn't repaired.</summary>
    public bool WantsKeyframe { get; set; }

    public TimeSpan RoundTrip { get; set; } = TimeSpan.FromMilliseconds(100);

    public void Receive(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        if (!RtpPacket.TryParse(datagram, out var packet))
        {
            _checks.Complain("A packet isn't RTP.");
            return;
        }
        if (packet.Ssrc == streams.RtxSsrc && streams.RtxSsrc != 0) ReceiveRepair(packet, now);
        else if (packet.Ssrc == streams.Ssrc) Take(packet.SequenceNumber, datagram, now);
        else _checks.Complain($"A packet has the strange SSRC {packet.Ssrc}.");
    }

    /// <summary>Asks for what is missing, gives up on what is too old, and takes note of what is in order. Call every few milliseconds.</summary>
    public void Run(MonoTime now, DatagramSink sendRtcp)
    {
        GiveUp(now);
        Drain();

        Span<SequenceNumber> numbers = stackalloc SequenceNumber[64];
        var count = 0;
        for (var sequence = _next; sequence >= 0 && sequence < _highest && count < numbers.Length; sequence++)
        {
            if (!_missing.TryGetValue(sequence, out var hole) || hole.Tries == MaxTries || now - hole.Since < AskAfter || now - hole.Asked < RoundTrip) continue;
            _missing[sequence] = (hole.Since, now, hole.Tries + 1);
            numbers[count++] = new((ushort)sequence);
        }
        Span<byte> packet = stackalloc byte[512];
        if (count != 0) sendRtcp(packet[..GenericNack.Write(packet, 1, streams.Ssrc, numbers[..count])]);
        if (!WantsKeyframe) return;
        WantsKeyframe = false;
        sendRtcp(packet[..PictureLossIndication.Write(packet, 1, streams.Ssrc)]);
    }

    private void ReceiveRepair(in RtpPacket packet, MonoTime now)
    {
        if (packet is { Payload.Length: 0, PaddingLength: > 0 })
        {
            Padding++;                                                  // a probe
            return;
        }
        if (packet.Payload.Length < 2)
        {
            _checks.Complain("A repair is empty.");
            return;
        }
        var original = new byte[packet.Bytes.Length - 2];
        packet.Bytes[..packet.HeaderLength].CopyTo(original);
        packet.Payload[2..].CopyTo(original.AsSpan(packet.HeaderLength));
        var number = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(packet.Payload));
        RtpWriter.SetSequenceNumber(original, number.Value);
        RtpWriter.SetPayloadType(original, MediaPayloadType(packet.PayloadType));
        Repaired++;
        Take(number, original, now);
    }

    private byte MediaPayloadType(byte rtx)
    {
        foreach (var format in formats)
            if (format.RtxPayloadType == rtx) return format.PayloadType;
        _checks.Complain($"A repair has the unknown payload type {rtx}.");
        return 0;
    }

    private void Take(SequenceNumber number, ReadOnlySpan<byte> bytes, MonoTime now)
    {
        Packets++;
        FirstSequence ??= number.Value;
        var sequence = _unwrapper.Unwrap(number) + 65_536;
        if (_next < 0) (_next, _highest) = (sequence, sequence - 1);
        for (var hole = _highest + 1; hole < sequence; hole++) _missing.Add(hole, (now, default, 0));
        _highest = Math.Max(_highest, sequence);
        if (sequence < _next) return;                                   // came after it was given up, or twice
        _missing.Remove(sequence);
        if (_waiting.TryGetValue(sequence, out var before))
        {
            // Transport-wide numbers may differ between the two; the media must not.
            if (!before.AsSpan(before.Length - FrameMark.Length).SequenceEqual(bytes[^FrameMark.Length..]))
                _checks.Complain($"Two different packets have the number {number}.");
            return;
        }
        _waiting.Add(sequence, bytes.ToArray());
    }

    private void GiveUp(MonoTime now)
    {
        while (_missing.TryGetValue(_next, out var hole) && now - hole.Since > GiveUpAfter)
        {
            _missing.Remove(_next++);
            Lost++;
            WantsKeyframe = true;
            _checks.Break();
            Drain();
        }
    }

    private void Drain()
    {
        while (_waiting.Remove(_next, out var bytes))
        {
            _next++;
            if (RtpPacket.TryParse(bytes, out var packet)) _checks.Check(packet);
        }
    }
}
