using System.Buffers.Binary;
using System.Text;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>Writes the packets of one slot: our header with the viewer's extension ids, the publisher's payload behind it.</summary>
internal sealed class PacketWriter(in SlotStreams streams, string mid, TransportSequence? transport)
{
    private readonly SlotStreams _streams = streams;
    private readonly byte[] _mid = Encoding.ASCII.GetBytes(mid);
    private ushort _rtxSequence = streams.FirstRtxSequence;

    public PictureIds Pictures { get; } = new();

    /// <summary>
    /// Made from segment and packet alone, so that a plain resend is the same packet to the byte (as SRTP demands of one index): without RTX
    /// no transport-wide sequence is written.
    /// </summary>
    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int Write(in Segment segment, in SourcePacket packet, Span<byte> destination)
    {
        var sequence = packet.ExtendedSequence + segment.SequenceShift;
        // A talk spurt begins where the source was switched (RFC 3551 §4.1): the jitter buffer may adapt there.
        var marker = packet.Marker || (segment.Format.Codec == TrackCodec.Opus && sequence == segment.First);
        var header = new RtpHeaderBuilder(
            destination, segment.Format.PayloadType, marker, (ushort)sequence, segment.TimestampOf(packet.Timestamp), _streams.Ssrc,
            NeedsTwoBytes(segment.Format.Extensions));
        AddExtensions(ref header, segment.Format, packet);
        var start = header.Finish();
        return start == 0 ? 0 : Append(segment, packet, destination, start);
    }

    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int WriteRepair(in Segment segment, in SourcePacket packet, byte rtxPayloadType, Span<byte> destination)
    {
        var header = new RtpHeaderBuilder(
            destination, rtxPayloadType, packet.Marker, _rtxSequence, segment.TimestampOf(packet.Timestamp), _streams.RtxSsrc,
            NeedsTwoBytes(segment.Format.Extensions));
        AddExtensions(ref header, segment.Format, packet);
        var start = header.Finish();
        if (start == 0 || start + 2 > destination.Length) return 0;

        BinaryPrimitives.WriteUInt16BigEndian(destination[start..], (ushort)(packet.ExtendedSequence + segment.SequenceShift));   // OSN, RFC 4588 §4
        var length = Append(segment, packet, destination, start + 2);
        if (length != 0) unchecked { _rtxSequence++; }
        return length;
    }

    private void AddExtensions(ref RtpHeaderBuilder header, TrackFormat format, in SourcePacket packet)
    {
        var ids = format.Extensions;
        Span<byte> value = stackalloc byte[2];
        if (ids.Mid != 0) header.TryAdd(ids.Mid, _mid);
        if (ids.TransportCc != 0 && transport is not null && format.RtxPayloadType is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value, transport.Take());
            header.TryAdd(ids.TransportCc, value);
        }
        if (ids.AudioLevel != 0 && packet.AudioLevel is { } level)
        {
            value[0] = (byte)(level | (packet.IsVoice ? 0x80 : 0));
            header.TryAdd(ids.AudioLevel, value[..1]);
        }
    }

    private bool NeedsTwoBytes(in ExtensionIds ids) => ids.Mid > 14 || ids.TransportCc > 14 || ids.AudioLevel > 14 || _mid.Length > 16;

    private static int Append(in Segment segment, in SourcePacket packet, Span<byte> destination, int start)
    {
        if (start + packet.PayloadLength > destination.Length) return 0;
        var payload = destination.Slice(start, packet.PayloadLength);
        packet.Payload.CopyTo(payload);
        PictureIds.Rewrite(segment, payload);
        return start + packet.PayloadLength;
    }
}
