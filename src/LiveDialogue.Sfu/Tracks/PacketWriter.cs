using System.Buffers.Binary;
using System.Text;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>Writes the packets of one slot: our header with the viewer's extension ids, the publisher's payload behind it.</summary>
internal struct PacketWriter(in SlotStreams streams, string mid, TransportSequence? transport)
{
    private readonly SlotStreams _streams = streams;
    private readonly byte[] _mid = Encoding.ASCII.GetBytes(mid);
    private HeaderTemplate _header;
    private ushort _rtxSequence = streams.FirstRtxSequence;

    public PictureIds Pictures;

    /// <summary>Of the packet last written by <see cref="Write"/>.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>Reads what <see cref="Write"/> will look at: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload() => PayloadLength ^ Pictures.Preload() ^ (_header.Bytes is { } header ? header[0] : 0) ^ (transport?.Next ?? 0);

    /// <summary>
    /// Made from segment and packet alone but for the transport-wide number, so that a plain resend is the same packet to the byte, as SRTP demands
    /// of one index.
    /// </summary>
    /// <param name="transportNumber">Of a resend: the one it had; null: the next.</param>
    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int Write(in Segment segment, in SourcePacket packet, Span<byte> destination, ushort? transportNumber = null)
    {
        var sequence = packet.ExtendedSequence + segment.SequenceShift;
        // A talk spurt begins where the source was switched (RFC 3551 §4.1): the jitter buffer may adapt there.
        var marker = packet.Marker || (sequence == segment.First && segment.Format.Codec == TrackCodec.Opus);
        var format = segment.Format;
        var hasLevel = packet.AudioLevel is not null && format.Extensions.AudioLevel != 0;
        if (!_header.IsFor(format, hasLevel)) _header = HeaderTemplate.For(format, _mid, _streams.Ssrc, hasLevel, hasTransport: transport is not null);
        if (_header.Bytes.Length > destination.Length) return 0;
        _header.Write(destination, marker, (ushort)sequence, segment.TimestampOf(packet.Timestamp));
        if (_header.TransportAt != 0)
            BinaryPrimitives.WriteUInt16BigEndian(destination[_header.TransportAt..], transportNumber ?? transport!.Take());    // the template has it only with one
        if (_header.LevelAt != 0) destination[_header.LevelAt] = LevelOf(packet);
        var start = _header.Bytes.Length;
        var length = AppendRedundant(segment, packet, destination, start);
        if (length == 0) length = Append(segment, packet, destination, start);
        PayloadLength = Math.Max(0, length - start);
        return length;
    }

    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int WriteRepair(in Segment segment, in SourcePacket packet, byte rtxPayloadType, Span<byte> destination)
    {
        var header = new RtpHeaderBuilder(
            destination, rtxPayloadType, packet.Marker, _rtxSequence, segment.TimestampOf(packet.Timestamp), _streams.RtxSsrc,
            NeedsTwoBytes(segment.Format.Extensions));
        AddExtensions(ref header, segment.Format, packet.AudioLevel is null ? null : LevelOf(packet));
        var start = header.Finish();
        if (start == 0 || start + 2 > destination.Length) return 0;

        BinaryPrimitives.WriteUInt16BigEndian(destination[start..], (ushort)(packet.ExtendedSequence + segment.SequenceShift));   // OSN, RFC 4588 §4
        var length = Append(segment, packet, destination, start + 2);
        if (length != 0) unchecked { _rtxSequence++; }
        return length;
    }

    /// <summary>
    /// A packet of padding alone among the repairs (as libwebrtc's probes are): it moves no number of the media's.
    /// </summary>
    /// <param name="wanted">Bytes of padding; 255 at most fit.</param>
    /// <returns>The length; 0 where the format has no repairs or the viewer doesn't count.</returns>
    public int WritePadding(TrackFormat format, uint timestamp, int wanted, Span<byte> destination)
    {
        if (format.RtxPayloadType is not { } payloadType || transport is null || format.Extensions.TransportCc == 0) return 0;
        var header = new RtpHeaderBuilder(
            destination, payloadType, marker: false, _rtxSequence, timestamp, _streams.RtxSsrc, NeedsTwoBytes(format.Extensions));
        AddExtensions(ref header, format, level: null);
        var start = header.Finish();
        var padding = Math.Clamp(wanted, 1, byte.MaxValue);
        if (start == 0 || start + padding > destination.Length) return 0;

        destination[0] |= 0x20;
        destination.Slice(start, padding).Clear();
        destination[start + padding - 1] = (byte)padding;
        unchecked { _rtxSequence++; }
        return start + padding;
    }

    private void AddExtensions(ref RtpHeaderBuilder header, TrackFormat format, byte? level)
    {
        var ids = format.Extensions;
        Span<byte> value = stackalloc byte[2];
        if (ids.Mid != 0) header.TryAdd(ids.Mid, _mid);
        if (ids.TransportCc != 0 && transport is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value, transport.Take());
            header.TryAdd(ids.TransportCc, value);
        }
        if (ids.AudioLevel != 0 && level is { } heard)
        {
            value[0] = heard;
            header.TryAdd(ids.AudioLevel, value[..1]);
        }
    }

    private bool NeedsTwoBytes(in ExtensionIds ids) => HeaderTemplate.NeedsTwoBytes(ids, _mid);

    private static byte LevelOf(in SourcePacket packet) => (byte)((packet.AudioLevel ?? 0) | (packet.IsVoice ? 0x80 : 0));

    /// <summary>The payload with what it repeats of its own segment, where both ends have it.</summary>
    private static int AppendRedundant(in Segment segment, in SourcePacket packet, Span<byte> destination, int start)
    {
        if (packet.RedLength == 0 || segment.Format.RedPayloadType is not { } payloadType || !RedPayload.TryParse(packet.RedPayload, out var red)) return 0;
        var length = red.Write(destination[start..], red.Primary.PayloadType, segment.Format.PayloadType, segment.OldestRedundancy(packet));
        if (length == 0) return 0;
        RtpWriter.SetPayloadType(destination, payloadType);
        return start + length;
    }

    private static int Append(in Segment segment, in SourcePacket packet, Span<byte> destination, int start)
    {
        if (start + packet.PayloadLength > destination.Length) return 0;
        var payload = destination.Slice(start, packet.PayloadLength);
        packet.Payload.CopyTo(payload);
        PictureIds.Rewrite(segment, payload);
        return start + packet.PayloadLength;
    }
}
