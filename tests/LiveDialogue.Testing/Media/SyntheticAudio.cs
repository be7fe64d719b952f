using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Testing.Media;

/// <summary>A microphone: an Opus packet of 20 ms each 20 ms, with the level it is told.</summary>
internal sealed class SyntheticAudio(byte publisher, TrackFormat format, SeededRandom random, TransportSequence? transport = null, ushort firstSequence = 500)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _payload = new byte[80];
    private MonoTime _next;
    private uint _packet;

    public SyntheticStream Stream { get; } = new(format, null, transport ?? new TransportSequence(), random, firstSequence);

    /// <summary>-dBov, 0 (loudest) .. 127 (silence).</summary>
    public byte Level { get; set; } = 30;

    public void Run(MonoTime now, DatagramSink sendRtp)
    {
        if (_next == default) _next = now;
        for (; _next <= now; _next += Interval)
        {
            _payload[0] = 0x78;                                        // CELT, fullband, 20 ms, one frame
            new FrameMark(publisher, 0, _packet, 0, 1, IsKeyframe: true).Write(_payload);
            Stream.Send(_payload, Stream.TimestampAt(_next), marker: _packet == 0, (byte)(Level | (Level < 60 ? 0x80 : 0)), sendRtp);
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
}
