using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Testing.Media;

/// <summary>A microphone: an Opus packet of 20 ms each 20 ms, with the level it is told, and copies of those before it where the format has RED.</summary>
internal sealed class SyntheticAudio(byte publisher, TrackFormat format, SeededRandom random, TransportSequence? transport = null, ushort firstSequence = 500)
{
    private const int MostCopies = 4;
    private const int PayloadLength = 80;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _payload = new byte[PayloadLength];
    private readonly byte[] _red = new byte[((MostCopies + 1) * (PayloadLength + 4)) + 1];
    private readonly byte[] _copies = new byte[MostCopies * PayloadLength];
    private readonly uint[] _times = new uint[MostCopies];
    private MonoTime _next;
    private uint _packet;
    private TimeSpan _behind;

    public SyntheticStream Stream { get; } = new(format, null, transport ?? new TransportSequence(), random, firstSequence);

    /// <summary>-dBov, 0 (loudest) .. 127 (silence).</summary>
    public byte Level { get; set; } = 30;

    /// <summary>How many of the packets before come again with each, where the format has RED; Chromium's is 1.</summary>
    public int Distance { get; set; } = 1;

    /// <summary>Silence that isn't sent: one packet in 400 ms, as Opus DTX has it.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>It lost samples: its clock stands behind from now on.</summary>
    public void Stumble(TimeSpan lost) => _behind += lost;

    public void Run(MonoTime now, DatagramSink sendRtp)
    {
        if (_next == default) _next = now;
        for (; _next <= now; _next += IsQuiet ? Interval * 20 : Interval)
        {
            _payload[0] = 0x78;                                        // CELT, fullband, 20 ms, one frame
            new FrameMark(publisher, 0, _packet, 0, 1, IsKeyframe: true).Write(_payload);
            var timestamp = Stream.TimestampAt(_next - _behind);
            var level = (byte)(Level | (Level < 60 ? 0x80 : 0));
            if (format.RedPayloadType is { } red) Stream.Send(Redundant(timestamp), timestamp, marker: _packet == 0, level, sendRtp, red);
            else Stream.Send(_payload, timestamp, marker: _packet == 0, level, sendRtp);
            _packet++;
        }
    }

    public void OnRtcp(ReadOnlySpan<byte> datagram, DatagramSink sendRtp)
    {
        foreach (var packet in RtcpPackets.Enumerate(datagram))
        {
            if (!GenericNack.TryParse(packet, out var nack) || nack.MediaSsrc != Stream.Ssrc) continue;
            foreach (var number in nack) Stream.Resend(number, sendRtp);
        }
    }

    private ReadOnlySpan<byte> Redundant(uint timestamp)
    {
        var at = 0;
        var first = Math.Max(0, (int)_packet - Distance);
        // Chromium leaves out what is too old for the field.
        while (first < _packet && timestamp - _times[first % MostCopies] > RedPayload.MaxOffset) first++;
        for (var copy = first; copy < _packet; copy++)
            at += RedWriter.WriteRedundantHeader(_red.AsSpan(at), format.PayloadType, (int)(timestamp - _times[copy % MostCopies]), PayloadLength);
        at += RedWriter.WritePrimaryHeader(_red.AsSpan(at), format.PayloadType);
        for (var copy = first; copy < _packet; copy++, at += PayloadLength)
            _copies.AsSpan(copy % MostCopies * PayloadLength, PayloadLength).CopyTo(_red.AsSpan(at));
        _payload.CopyTo(_red.AsSpan(at));

        var place = (int)(_packet % MostCopies);
        _payload.CopyTo(_copies.AsSpan(place * PayloadLength));
        _times[place] = timestamp;
        return _red.AsSpan(0, at + PayloadLength);
    }
}
