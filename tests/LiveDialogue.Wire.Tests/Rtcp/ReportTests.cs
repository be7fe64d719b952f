using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class ReportTests
{
    private static readonly ReportBlock[] Blocks =
    [
        new(1, 128, 1000, 0x0001_FFFF, 55, 0xAABBCCDD, 65536),
        new(uint.MaxValue, 255, -5, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sender_report_is_read_back_the_same(int count)
    {
        Span<byte> bytes = stackalloc byte[128];
        var length = SenderReport.Write(bytes, 42, 0xE1E2E3E4_01020304, 90000, 7, 8000, Blocks.AsSpan(0, count));

        Assert.Equal(28 + (24 * count), length);
        Assert.True(SenderReport.TryParse(RtcpBytes.Single(bytes[..length]), out var report));
        Assert.Equal(42u, report.Ssrc);
        Assert.Equal(0xE1E2E3E4_01020304, report.NtpTime);
        Assert.Equal(0xE3E40102, SenderReport.MiddleOf(report.NtpTime));
        Assert.Equal(90000u, report.RtpTimestamp);
        Assert.Equal(7u, report.PacketCount);
        Assert.Equal(8000u, report.OctetCount);
        Assert.Equal(count, report.Reports.Count);
        var index = 0;
        foreach (var block in report.Reports) Assert.Equal(Blocks[index++], block);
        Assert.Equal(count, index);
    }

    [Fact]
    public void A_receiver_report_is_read_back_the_same()
    {
        Span<byte> bytes = stackalloc byte[128];
        var length = ReceiverReport.Write(bytes, 42, Blocks);

        Assert.True(ReceiverReport.TryParse(RtcpBytes.Single(bytes[..length]), out var report));
        Assert.Equal(42u, report.Ssrc);
        Assert.Equal(Blocks[0], report.Reports[0]);
        Assert.Equal(Blocks[1], report.Reports[1]);
    }

    [Theory]
    [InlineData(int.MaxValue, 0x7F_FFFF)]
    [InlineData(int.MinValue, -0x80_0000)]
    [InlineData(-1, -1)]
    public void Cumulative_loss_stays_within_24_bits(int lost, int expected)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = ReceiverReport.Write(bytes, 1, [Blocks[0] with { CumulativeLost = lost }]);
        Assert.True(ReceiverReport.TryParse(RtcpBytes.Single(bytes[..length]), out var report));
        Assert.Equal(expected, report.Reports[0].CumulativeLost);
        Assert.Equal(Blocks[0].FractionLost, report.Reports[0].FractionLost);
    }

    [Theory]
    [InlineData("81C80006 00000001 0000000000000000 00000000 00000000 00000000")]       // one report announced, none there
    [InlineData("80C80005 00000001 0000000000000000 00000000 00000000")]                // sender info cut short
    [InlineData("80C90001 00000001")]                                                   // another type
    public void A_sender_report_too_short_is_refused(string hex) =>
        Assert.False(SenderReport.TryParse(RtcpBytes.Single(HexVector.Of(hex)), out _));

    [Theory]
    [InlineData("80C90000")]
    [InlineData("81C90001 00000001")]
    public void A_receiver_report_too_short_is_refused(string hex) =>
        Assert.False(ReceiverReport.TryParse(RtcpBytes.Single(HexVector.Of(hex)), out _));

    [Fact]
    public void Reports_that_do_not_fit_are_not_written()
    {
        Assert.Equal(0, SenderReport.Write(new byte[27], 1, 2, 3, 4, 5));
        Assert.Equal(0, ReceiverReport.Write(new byte[31], 1, [Blocks[0]]));
        Assert.Equal(0, ReceiverReport.Write(new byte[2000], 1, new ReportBlock[32]));
        Assert.Equal(8 + (24 * 31), ReceiverReport.Write(new byte[2000], 1, new ReportBlock[31]));
    }
}
