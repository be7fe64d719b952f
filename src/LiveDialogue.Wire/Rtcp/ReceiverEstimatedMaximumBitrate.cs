using System.Buffers.Binary;
using System.Numerics;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>REMB: what a receiver believes its path carries, over all the listed sources together (draft-alvestrand-rmcat-remb-03 §2.2).</summary>
/// <remarks>
/// <code>
/// |   'R'         |     'E'       |     'M'       |     'B'       |
/// |  count (8)    | exponent (6)  |  mantissa (18)                |   bits per second = mantissa * 2^exponent
/// |  SSRC, count times …                                          |
/// </code>
/// </remarks>
public readonly ref struct ReceiverEstimatedMaximumBitrate
{
    private const int ApplicationFormat = 15;
    private const int FixedFciLength = 8;
    private const int MantissaBits = 18;
    private const uint Name = 0x5245_4D42;                          // "REMB"

    private readonly ReadOnlySpan<byte> _body;

    private ReceiverEstimatedMaximumBitrate(ReadOnlySpan<byte> body, long bitsPerSecond)
    {
        _body = body;
        BitsPerSecond = bitsPerSecond;
    }

    public uint SenderSsrc => RtcpHeader.Word(_body, 0);
    public long BitsPerSecond { get; }

    /// <summary>How many sources share the bitrate.</summary>
    public int Count => _body[12];

    /// <summary>The sources' SSRCs, 0..<see cref="Count"/> exclusive.</summary>
    public uint this[int index] => RtcpHeader.Word(_body.Slice(RtcpHeader.FeedbackLength + FixedFciLength, 4 * Count), 4 * index);

    /// <returns>False for another type, format or name, too few SSRCs for its count, or a bitrate beyond 63 bits.</returns>
    public static bool TryParse(in RtcpPacket packet, out ReceiverEstimatedMaximumBitrate estimate)
    {
        estimate = default;
        if (!RtcpHeader.IsFeedback(packet, RtcpType.PayloadFeedback, ApplicationFormat, FixedFciLength)) return false;

        var body = packet.Body;
        if (RtcpHeader.Word(body, 8) != Name || body.Length < RtcpHeader.FeedbackLength + FixedFciLength + (4 * body[12])) return false;

        var packed = RtcpHeader.Word(body, 12) & 0xFF_FFFF;
        var (exponent, mantissa) = ((int)(packed >> MantissaBits), (long)(packed & ((1 << MantissaBits) - 1)));
        var bitsPerSecond = mantissa << exponent;
        if (bitsPerSecond < 0 || bitsPerSecond >> exponent != mantissa) return false;

        estimate = new(body, bitsPerSecond);
        return true;
    }

    /// <param name="bitsPerSecond">Rounded down to 18 significant bits; a negative one is zero.</param>
    /// <returns>The length; 0 when it doesn't fit or there are more than 255 sources.</returns>
    public static int Write(Span<byte> destination, uint senderSsrc, long bitsPerSecond, ReadOnlySpan<uint> ssrcs)
    {
        const int SsrcsStart = RtcpPacket.HeaderLength + RtcpHeader.FeedbackLength + FixedFciLength;
        var length = SsrcsStart + (4 * ssrcs.Length);
        if (length > destination.Length || ssrcs.Length > byte.MaxValue) return 0;

        var bits = (ulong)Math.Max(0, bitsPerSecond);
        var exponent = Math.Max(0, 64 - BitOperations.LeadingZeroCount(bits) - MantissaBits);
        RtcpHeader.WriteFeedback(destination[..length], ApplicationFormat, RtcpType.PayloadFeedback, senderSsrc, mediaSsrc: 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Name);
        BinaryPrimitives.WriteUInt32BigEndian(
            destination[16..], ((uint)ssrcs.Length << 24) | ((uint)exponent << MantissaBits) | (uint)(bits >> exponent));
        for (var i = 0; i < ssrcs.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(destination[(SsrcsStart + (4 * i))..], ssrcs[i]);
        return length;
    }
}
