using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>BYE: sources that have ended (RFC 3550 §6.6).</summary>
public readonly ref struct Goodbye
{
    private readonly ReadOnlySpan<byte> _body;

    private Goodbye(ReadOnlySpan<byte> body, int count)
    {
        _body = body;
        Count = count;
    }

    /// <summary>0..31.</summary>
    public int Count { get; }

    /// <summary>The SSRCs, 0..<see cref="Count"/> exclusive.</summary>
    public uint this[int index] => RtcpHeader.Word(_body[..(4 * Count)], 4 * index);

    /// <returns>False for another type, or one too short for its count.</returns>
    public static bool TryParse(in RtcpPacket packet, out Goodbye goodbye)
    {
        goodbye = default;
        if (packet.Type != RtcpType.Goodbye || packet.Body.Length < 4 * packet.Count) return false;

        goodbye = new(packet.Body, packet.Count);
        return true;
    }

    /// <returns>The length; 0 when it doesn't fit or there are more than 31.</returns>
    public static int Write(Span<byte> destination, params ReadOnlySpan<uint> ssrcs)
    {
        var length = RtcpPacket.HeaderLength + (4 * ssrcs.Length);
        if (length > destination.Length || ssrcs.Length > ReportBlocks.MaxCount) return 0;

        RtcpHeader.Write(destination[..length], ssrcs.Length, RtcpType.Goodbye);
        for (var i = 0; i < ssrcs.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(destination[(4 + (4 * i))..], ssrcs[i]);
        return length;
    }
}
