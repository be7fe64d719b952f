using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>Cuts VP8 frames into packets (RFC 7741) and answers NACKs by RTX (RFC 4588).</summary>
internal sealed class VideoSender(IVideoSource source, OutgoingStream stream, OutgoingStream? repair, SentPackets? stamps)
{
    private const int MaxData = 1100;
    private const int DescriptorLength = 4;
    private readonly SendHistory _history = new();
    private ushort _pictureId;

    internal MonoTime NextDue => source.NextDue;
    internal OutgoingStream Stream => stream;
    internal OutgoingStream? Repair => repair;
    internal long KeyframesAsked { get; private set; }
    internal long Resent { get; private set; }

    internal void SendDue(PeerTransport transport, MonoTime now, IMonoClock clock)
    {
        while (source.TryNext(now, out var frame)) Send(transport, frame, clock);
    }

    internal void KeyframeAsked()
    {
        KeyframesAsked++;
        source.WantKeyframe();
    }

    internal void Resend(PeerTransport transport, SequenceNumber number)
    {
        if (repair is null || !_history.TryGet(number, out var timestamp, out var marker, out var payload)) return;

        var packet = transport.Reserve();
        var start = repair.WriteHeader(packet, marker, timestamp, level: null);
        BinaryPrimitives.WriteUInt16BigEndian(packet[start..], number.Value); // the original number (RFC 4588 §4)
        payload.CopyTo(packet[(start + 2)..]);
        repair.Sent(payload.Length + 2);
        transport.SendRtp(start + 2 + payload.Length);
        Resent++;
    }

    private void Send(PeerTransport transport, in VideoFrame frame, IMonoClock clock)
    {
        var data = frame.Data.Span;
        var packets = (data.Length + MaxData - 1) / MaxData;
        var size = (data.Length + packets - 1) / packets; // equal sizes: the server may send them as one train
        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        for (var i = 0; i < packets; i++)
        {
            var part = data[(i * size)..Math.Min(data.Length, (i + 1) * size)];
            var packet = transport.Reserve();
            var start = stream.WriteHeader(packet, marker: i == packets - 1, frame.Timestamp, level: null);
            WriteDescriptor(packet[start..], starts: i == 0);
            part.CopyTo(packet[(start + DescriptorLength)..]);
            var length = DescriptorLength + part.Length;
            stamps?.Stamp(packet.Slice(start, length), clock.Now);
            _history.Keep(stream.LastSequence, frame.Timestamp, i == packets - 1, packet.Slice(start, length));
            stream.Sent(length);
            transport.SendRtp(start + length);
        }
    }

    // |X|R|N|S|R| PID | then |I|L|T|K| RSV | then |M| picture id, 15 bits
    private void WriteDescriptor(Span<byte> payload, bool starts)
    {
        payload[0] = (byte)(starts ? 0x90 : 0x80);
        payload[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(_pictureId | 0x8000));
    }
}
