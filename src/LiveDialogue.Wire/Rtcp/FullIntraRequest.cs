using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>FIR: send a keyframe, someone new is watching (RFC 5104 §4.3.1). Holds one entry per source asked.</summary>
public readonly ref struct FullIntraRequest
{
    private const int FirFormat = 4;
    private const int EntryLength = 8;
    private const int Length = RtcpPacket.HeaderLength + RtcpHeader.FeedbackLength + EntryLength;

    private readonly ReadOnlySpan<byte> _body;

    private FullIntraRequest(ReadOnlySpan<byte> body) => _body = body;

    public uint SenderSsrc => RtcpHeader.Word(_body, 0);
    public int Count => (_body.Length - RtcpHeader.FeedbackLength) / EntryLength;

    /// <summary>Which source is asked, and the request's number: the same number again is the same request (§4.3.1.1).</summary>
    public (uint MediaSsrc, byte RequestNumber) this[int index]
    {
        get
        {
            var entry = _body.Slice(RtcpHeader.FeedbackLength + (index * EntryLength), EntryLength);
            return (RtcpHeader.Word(entry, 0), entry[4]);
        }
    }

    /// <returns>False for another type or format, or one without an entry.</returns>
    public static bool TryParse(in RtcpPacket packet, out FullIntraRequest request)
    {
        request = default;
        if (!RtcpHeader.IsFeedback(packet, RtcpType.PayloadFeedback, FirFormat, leastFci: EntryLength)) return false;

        request = new(packet.Body);
        return true;
    }

    /// <param name="requestNumber">One more than the last to that source, modulo 256; the same when it is sent again.</param>
    /// <returns>20; 0 when it doesn't fit.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, byte requestNumber)
    {
        if (destination.Length < Length) return 0;

        // The common header's media source is unused and zero (§4.3.1.2): the entry names it.
        RtcpHeader.WriteFeedback(destination[..Length], FirFormat, RtcpType.PayloadFeedback, senderSsrc, mediaSsrc: 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], (uint)requestNumber << 24);
        return Length;
    }
}
