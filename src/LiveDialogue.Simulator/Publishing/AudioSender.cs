using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>Sends Opus frames, one a packet (RFC 7587), each with its level.</summary>
internal sealed class AudioSender(IAudioSource source, OutgoingStream stream, SentPackets? stamps)
{
    private readonly byte[] _payload = new byte[1200];

    internal MonoTime NextDue => source.NextDue;
    internal OutgoingStream Stream => stream;

    internal void SendDue(PeerTransport transport, MonoTime now, IMonoClock clock)
    {
        while (source.TryNext(now, _payload, out var frame))
        {
            var packet = transport.Reserve();
            var start = stream.WriteHeader(packet, marker: false, frame.Timestamp, frame.Level);
            _payload.AsSpan(0, frame.Length).CopyTo(packet[start..]);
            stamps?.Stamp(packet.Slice(start, frame.Length), clock.Now);
            stream.Sent(frame.Length);
            transport.SendRtp(start + frame.Length);
        }
    }
}
