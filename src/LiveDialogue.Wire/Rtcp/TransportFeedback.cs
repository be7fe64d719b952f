using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>
/// When each packet of a transport arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1). Enumerates a
/// <see cref="PacketArrival"/> per sequence number from <see cref="BaseSequence"/> on.
/// </summary>
/// <remarks>
/// <code>
/// |      base sequence number     |      packet status count      |
/// |       reference time (24), 64 ms units        | fb count (8)  |
/// |  chunks (16 each) …           |  deltas (8 or 16 each) …      |
///
/// chunk  |0| S (2) |   run length (13)       |  run of one symbol
///        |1|0|  14 symbols of 1 bit          |  0 lost, 1 small delta
///        |1|1|   7 symbols of 2 bits         |  0 lost, 1 small delta, 2 large or negative delta, 3 reserved
/// </code>
/// </remarks>
public readonly ref struct TransportFeedback
{
    internal const int FeedbackFormat = 15;
    internal const int FixedFciLength = 8;
    internal const int MicrosecondsPerTick = 250;
    internal const int MicrosecondsPerReferenceUnit = 64_000;
    internal const int ReferenceTimeMask = 0xFF_FFFF;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _deltasStart;

    private TransportFeedback(ReadOnlySpan<byte> body, int deltasStart)
    {
        _body = body;
        _deltasStart = deltasStart;
    }

    public uint SenderSsrc => RtcpHeader.Word(_body, 0);

    /// <summary>Any one source of the transport: the numbers count over all of them.</summary>
    public uint MediaSsrc => RtcpHeader.Word(_body, 4);
    public SequenceNumber BaseSequence => new(BinaryPrimitives.ReadUInt16BigEndian(_body[8..]));

    /// <summary>How many packets are spoken of, 1..65535.</summary>
    public int StatusCount => BinaryPrimitives.ReadUInt16BigEndian(_body[10..]);

    /// <summary>In units of 64 ms of the receiver's clock, 24 bits: wraps after 12 days.</summary>
    public int ReferenceTime => (int)(RtcpHeader.Word(_body, 12) >> 8);

    /// <summary>Counts messages, modulo 256, so that their sender's peer sees a lost one.</summary>
    public byte FeedbackCount => _body[15];

    /// <returns>False for another type or format, no packets, chunks or deltas cut short, or a reserved symbol.</returns>
    public static bool TryParse(in RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        if (!RtcpHeader.IsFeedback(packet, RtcpType.RtpFeedback, FeedbackFormat, FixedFciLength)) return false;

        var body = packet.Body;
        int count = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (count == 0) return false;

        var at = RtcpHeader.FeedbackLength + FixedFciLength;
        var deltaBytes = 0;
        while (count > 0)
        {
            if (at + 2 > body.Length) return false;
            var chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(body[at..]));
            var taken = Math.Min(count, chunk.Count);
            if (taken == 0 || !chunk.TryMeasureDeltas(taken, ref deltaBytes)) return false;
            count -= taken;
            at += 2;
        }
        if (at + deltaBytes > body.Length) return false;

        feedback = new(body, at);
        return true;
    }

    /// <summary>
    /// Writes one message over the packets <paramref name="baseSequence"/>, +1, +2 … as far as it fits; the caller sends the rest in another.
    /// Must begin with a packet that arrived, or with few missing before one.
    /// </summary>
    /// <param name="arrivals">When each arrived, in the order of their numbers; null: it didn't.</param>
    /// <param name="taken">How many of <paramref name="arrivals"/> the message speaks of.</param>
    /// <returns>The length; 0 when nothing arrived or nothing fits.</returns>
    public static int Write(
        Span<byte> destination, uint senderSsrc, uint mediaSsrc, byte feedbackCount,
        SequenceNumber baseSequence, ReadOnlySpan<MonoTime?> arrivals, out int taken) =>
        TransportFeedbackWriter.Write(destination, senderSsrc, mediaSsrc, feedbackCount, baseSequence, arrivals, out taken);

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks chunks and deltas side by side.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _body;
        private int _chunkAt;
        private int _deltaAt;
        private StatusChunk _chunk;
        private int _inChunk;
        private int _left;
        private SequenceNumber _next;

        internal Enumerator(TransportFeedback feedback)
        {
            _body = feedback._body;
            _chunkAt = RtcpHeader.FeedbackLength + FixedFciLength;
            _deltaAt = feedback._deltasStart;
            _left = feedback.StatusCount;
            _next = feedback.BaseSequence;
        }

        public PacketArrival Current { get; private set; }

        public bool MoveNext()
        {
            if (_left == 0) return false;
            if (_inChunk >= _chunk.Count)
            {
                _chunk = new(BinaryPrimitives.ReadUInt16BigEndian(_body[_chunkAt..]));
                _chunkAt += 2;
                _inChunk = 0;
            }

            var symbol = _chunk[_inChunk++];
            Current = new(_next, symbol != StatusChunk.Lost, TakeDelta(symbol));
            _next = _next.Next;
            _left--;
            return true;
        }

        private int TakeDelta(int symbol)
        {
            var ticks = symbol switch
            {
                StatusChunk.SmallDelta => _body[_deltaAt],
                StatusChunk.LargeDelta => BinaryPrimitives.ReadInt16BigEndian(_body[_deltaAt..]),
                _ => 0,
            };
            _deltaAt += StatusChunk.DeltaLength(symbol);
            return ticks * MicrosecondsPerTick;
        }
    }
}
