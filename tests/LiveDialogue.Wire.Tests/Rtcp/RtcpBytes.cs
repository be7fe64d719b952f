using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Wire.Tests.Rtcp;

/// <summary>Takes the one packet a test wrote.</summary>
internal static class RtcpBytes
{
    public static RtcpPacket Single(ReadOnlySpan<byte> bytes)
    {
        var packets = RtcpPackets.Enumerate(bytes);
        Assert.False(packets.IsMalformed);
        Assert.True(packets.MoveNext());
        var packet = packets.Current;
        Assert.False(packets.MoveNext());
        return packet;
    }
}
