using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>Asks for packets again (RFC 4585 §6.2.1). Enumerates the sequence numbers in the order of the packet.</summary>
/// <remarks>
/// <code>
/// |        packet id (16)         |  bit i: packet id + i + 1 too |   repeated
/// </code>
/// </remarks>
public readonly ref struct GenericNack
{
    private const int NackFormat = 1;
    private const int PairLength = 4;
    private const int PairsStart = RtcpPacket.HeaderLength + RtcpHeader.FeedbackLength;

    private readonly ReadOnlySpan<byte> _body;

    private GenericNack(ReadOnlySpan<byte> body) => _body = body;

    public uint SenderSsrc => RtcpHeader.Word(_body, 0);

    /// <summary>Whose packets are missing.</summary>
    public uint MediaSsrc => RtcpHeader.Word(_body, 4);

    /// <returns>False for another type or format, or one that asks for nothing.</returns>
    public static bool TryParse(in RtcpPacket packet, out GenericNack nack)
    {
        nack = default;
        if (!RtcpHeader.IsFeedback(packet, RtcpType.RtpFeedback, NackFormat, leastFci: PairLength)) return false;

        nack = new(packet.Body);
        return true;
    }

    public Enumerator GetEnumerator() => new(_body[RtcpHeader.FeedbackLength..]);

    /// <param name="missing">In serial order (RFC 1982), without doubles: one pair takes a number and those up to 16 after it.</param>
    /// <returns>The length; 0 when it doesn't fit or nothing is missing.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, ReadOnlySpan<SequenceNumber> missing)
    {
        var length = PairsStart;
        for (var i = 0; i < missing.Length; length += PairLength)
        {
            if (length + PairLength > destination.Length) return 0;

            var first = missing[i++];
            var mask = 0;
            for (; i < missing.Length && missing[i].DistanceFrom(first) is >= 1 and <= 16 and var distance; i++) mask |= 1 << (distance - 1);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], first.Value);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 2)..], (ushort)mask);
        }
        if (length == PairsStart) return 0;

        RtcpHeader.WriteFeedback(destination[..length], NackFormat, RtcpType.RtpFeedback, senderSsrc, mediaSsrc);
        return length;
    }

    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _pairs;
        private SequenceNumber _first;
        private int _mask;                                          // bit i stands for _first + i + 1; shifted out as they are given

        internal Enumerator(ReadOnlySpan<byte> pairs) => _pairs = pairs;

        public SequenceNumber Current { get; private set; }

        public bool MoveNext()
        {
            if (_mask != 0)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(_mask);
                _mask &= _mask - 1;
                Current = _first.Plus(bit + 1);
                return true;
            }
            if (_pairs.Length < PairLength) return false;

            Current = _first = new(BinaryPrimitives.ReadUInt16BigEndian(_pairs));
            _mask = BinaryPrimitives.ReadUInt16BigEndian(_pairs[2..]);
            _pairs = _pairs[PairLength..];
            return true;
        }
    }
}
