using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class ReceiverReferenceTimeTests
{
    [Fact]
    public void The_receivers_time_is_written_as_RFC_3611_has_it()
    {
        var packet = new byte[20];
        Assert.Equal(20, ReceiverReferenceTime.Write(packet, 0x01020304, 0x1122334455667788));
        Assert.Equal("80CF0004" + "01020304" + "04000002" + "1122334455667788", Convert.ToHexString(packet));
        Assert.Equal(0, ReceiverReferenceTime.Write(packet.AsSpan(0, 19), 1, 2));
    }

    [Theory]
    [InlineData("80CF0005" + "0000000A" + "05000003" + "01020304" + "33445566" + "00010000")]
    [InlineData("80CF0008" + "0000000A" + "05000006" + "0000000B" + "00000001" + "00000002" + "01020304" + "33445566" + "00010000")]
    [InlineData("80CF0009" + "0000000A" + "04000002" + "1122334455667788" + "FF000000" + "05000003" + "01020304" + "33445566" + "00010000")]
    public void The_answer_is_found_among_other_blocks(string hex)
    {
        Assert.True(ReceiverReferenceTime.TryFindAnswer(Read(hex), 0x01020304, out var middle, out var delay));
        Assert.Equal((0x33445566u, 0x00010000u), (middle, delay));
    }

    [Theory]
    [InlineData("80CF0005" + "0000000A" + "05000003" + "0000000B" + "33445566" + "00010000")]                  // another's
    [InlineData("80CF0005" + "0000000A" + "05000004" + "01020304" + "33445566" + "00010000")]                  // longer than it is
    [InlineData("80CF0004" + "0000000A" + "05000002" + "01020304" + "33445566")]                               // cut short
    [InlineData("80C90005" + "0000000A" + "05000003" + "01020304" + "33445566" + "00010000")]
    public void What_isnt_an_answer_is_none(string hex) => Assert.False(ReceiverReferenceTime.TryFindAnswer(Read(hex), 0x01020304, out _, out _));

    private static RtcpPacket Read(string hex)
    {
        var packets = RtcpPackets.Enumerate(Convert.FromHexString(hex));
        Assert.True(packets.MoveNext());
        return packets.Current;
    }
}
