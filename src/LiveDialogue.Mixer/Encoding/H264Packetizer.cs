using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Makes RTP of one layer's access units: packetization-mode 1 of RFC 6184, at most 1,200 bytes a packet. The parameter sets go before
/// each keyframe, so that a decoder can begin there. Sequence and timestamps run on for as long as the program does. One thread at a time.
/// </summary>
internal sealed class H264Packetizer
{
    public const int MostBytes = 1200;
    public const int ClockRate = 90_000;

    private const int MostPayload = MostBytes - RtpPacket.FixedHeaderLength;
    private const int LengthPrefix = 4;
    private const byte StapA = 24;
    private const byte FuA = 28;
    private const byte SupplementalInformation = 6;
    private readonly byte[] _packet = new byte[MostBytes];
    private readonly RtpStart _start;
    private readonly int _layer;
    private readonly IProgramOutput _to;
    private byte[] _parameterSets = [];
    private ushort _sequence;

    public H264Packetizer(int layer, RtpStart start, IProgramOutput to)
    {
        (_layer, _start, _to) = (layer, start, to);
        _sequence = start.Sequence;
    }

    /// <param name="configuration">AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1).</param>
    public void Configure(ReadOnlySpan<byte> configuration)
    {
        // | version | profile | compatibility | level | 6 + length size | 3 + count of SPS | length (16) | SPS | … | count of PPS | length (16) | PPS | …
        var aggregate = new List<byte> { StapA };
        var rest = configuration.Length > 6 ? configuration[5..] : default;
        for (var set = 0; set < 2 && !rest.IsEmpty; set++)
        {
            var count = set == 0 ? rest[0] & 0x1F : rest[0];
            rest = rest[1..];
            for (; count > 0 && rest.Length > 2; count--)
            {
                var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest);
                if (length > rest.Length) return;
                aggregate.AddRange(rest[..length]);
                aggregate[0] |= (byte)(rest[2] & 0x60); // the most important one's NRI
                rest = rest[length..];
            }
        }
        if (aggregate.Count <= MostPayload) _parameterSets = [.. aggregate];
    }

    /// <param name="unit">Of this layer.</param>
    public void Send(in EncodedUnit unit)
    {
        var timestamp = unchecked(_start.Timestamp + (uint)unit.Time.In(ClockRate));
        if (unit.IsKeyframe && _parameterSets.Length > 0) SendPacket(_parameterSets, timestamp, last: false);

        var rest = unit.Bytes.Span;
        while (TryNext(ref rest, out var nal))
        {
            var last = !HasNext(rest);
            if (nal.Length <= MostPayload) SendPacket(nal, timestamp, last);
            else SendFragments(nal, timestamp, last);
        }
    }

    // Supplemental information is the encoder's signature: of no use to a viewer.
    private static bool TryNext(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> nal)
    {
        while (rest.Length > LengthPrefix)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length == 0 || length > rest.Length - LengthPrefix) break;
            nal = rest.Slice(LengthPrefix, (int)length);
            rest = rest[(LengthPrefix + (int)length)..];
            if ((nal[0] & 0x1F) != SupplementalInformation) return true;
        }
        nal = default;
        return false;
    }

    private static bool HasNext(ReadOnlySpan<byte> rest) => TryNext(ref rest, out _);

    // | FU indicator: NRI of the NAL, type 28 | S | E | 0 | type of the NAL | a part of its content |
    private void SendFragments(ReadOnlySpan<byte> nal, uint timestamp, bool last)
    {
        const int HeaderLength = 2;
        var (indicator, type) = ((byte)((nal[0] & 0x60) | FuA), (byte)(nal[0] & 0x1F));
        var rest = nal[1..];
        for (var flags = 0x80; !rest.IsEmpty; flags = 0)
        {
            var length = Math.Min(rest.Length, MostPayload - HeaderLength);
            var ends = length == rest.Length;
            var header = RtpPacket.FixedHeaderLength;
            _packet[header] = indicator;
            _packet[header + 1] = (byte)(flags | (ends ? 0x40 : 0) | type);
            rest[..length].CopyTo(_packet.AsSpan(header + HeaderLength));
            Finish(HeaderLength + length, timestamp, last && ends);
            rest = rest[length..];
        }
    }

    private void SendPacket(ReadOnlySpan<byte> payload, uint timestamp, bool last)
    {
        payload.CopyTo(_packet.AsSpan(RtpPacket.FixedHeaderLength));
        Finish(payload.Length, timestamp, last);
    }

    private void Finish(int payloadLength, uint timestamp, bool marker)
    {
        RtpWriter.WriteHeader(_packet, _start.PayloadType, marker, _sequence, timestamp, _start.Ssrc);
        _sequence = unchecked((ushort)(_sequence + 1));
        _to.Video(_layer, _packet.AsSpan(0, RtpPacket.FixedHeaderLength + payloadLength));
    }
}
