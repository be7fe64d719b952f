using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class ReportTests
{
    [Fact]
    public void The_viewers_sender_report_is_the_publishers_in_the_streams_own_time_with_our_counts()
    {
        using var stage = new TestStage(seed: 71);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(3.Seconds());
        var bytes = new byte[200];

        var length = viewer.Slot.WriteSenderReport(bytes, stage.Now);

        var packets = RtcpPackets.Enumerate(bytes.AsSpan(0, length));
        Assert.False(packets.IsMalformed);
        Assert.True(packets.MoveNext());
        Assert.True(SenderReport.TryParse(packets.Current, out var report));
        Assert.Equal(viewer.Slot.Streams.Ssrc, report.Ssrc);
        Assert.Equal((uint)viewer.Slot.PacketsSent, report.PacketCount);
        Assert.Equal((uint)viewer.Slot.OctetsSent, report.OctetCount);

        // The moment on the publisher's clock, to a few units of 2^-32 s, and the same moment's timestamp beside the last frame's.
        Assert.InRange(unchecked((long)(report.NtpTime - speaker.Video.NtpAt(stage.Now))), -5000, 5000);
        var lastFrame = new MonoTime(1_001_000 + ((speaker.Video.Frames - 1) * 33_333L));
        var sinceFrame = (stage.Now - lastFrame).Ticks * 90_000 / TimeSpan.TicksPerSecond;
        Assert.InRange(unchecked((int)(report.RtpTimestamp - viewer.Receiver.LastTimestamp)) - sinceFrame, -2, 2);

        Assert.True(packets.MoveNext());
        Assert.True(SourceDescription.TryParse(packets.Current, out var description));
        Assert.True(description.CanonicalName.SequenceEqual("viewer"u8));
    }

    [Fact]
    public void The_round_trip_is_found_from_the_viewers_receiver_report()
    {
        using var stage = new TestStage(seed: 72);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(2.Seconds());
        var bytes = new byte[200];
        Assert.NotEqual(0, viewer.Slot.WriteSenderReport(bytes, stage.Now));
        var middle = ((uint)bytes[10] << 24) | ((uint)bytes[11] << 16) | ((uint)bytes[12] << 8) | bytes[13];

        var later = stage.Now + 680.Milliseconds();
        viewer.Slot.OnReceiverReport(new(1, FractionLost: 64, CumulativeLost: 25, ExtendedHighest: 65_500 + 99, Jitter: 0, middle, DelaySinceLast: 65_536 / 2), later);

        Assert.Equal(180, viewer.Slot.RoundTrip.TotalMilliseconds, 0.1);
        Assert.Equal(0.25, viewer.Slot.FractionLost);
    }

    [Fact]
    public void Given_a_tenth_of_the_packets_lost_when_the_publisher_is_told_then_fraction_count_and_delay_are_right()
    {
        using var stage = new TestStage(seed: 73, up: new() { Loss = 0.1, Delay = 20.Milliseconds() });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8 with { Nack = false });
        stage.RunFor(20.Seconds());

        var last = LastReport(speaker.Rtcp, speaker.Video.Streams[2].Ssrc);

        var sent = (ushort)(speaker.Video.Streams[2].NextSequence - SyntheticVideo.ThreeLayers[2].FirstSequence);
        Assert.InRange(last.CumulativeLost, sent * 0.07, sent * 0.13);
        Assert.InRange(last.FractionLost, 1, 64);
        Assert.InRange(last.ExtendedHighest, (uint)SyntheticVideo.ThreeLayers[2].FirstSequence + (sent * 0.9), SyntheticVideo.ThreeLayers[2].FirstSequence + sent);
        Assert.InRange(last.DelaySinceLast, 0u, 2 * 65_536u);
        Assert.NotEqual(0u, last.LastSenderReport);
    }

    [Fact]
    public void Given_a_publisher_without_transport_feedback_when_its_path_is_good_then_it_is_told_by_remb_that_there_is_room()
    {
        using var stage = new TestStage(seed: 74);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8 with { TransportCc = false, Remb = true });
        stage.RunFor(10.Seconds());

        var estimates = Remb(speaker.Rtcp);

        Assert.InRange(estimates.Count, 9, 11);
        Assert.True(estimates[^1] > estimates[0] && estimates[0] >= 1_000_000, $"{estimates[0]}, then {estimates[^1]}");
    }

    [Fact]
    public void Given_loss_when_an_allowance_is_made_then_it_shrinks_and_stays_within_its_bounds()
    {
        var allowance = new LiveDialogue.Sfu.Congestion.UplinkAllowance();
        allowance.OnReport(0.2);
        Assert.Equal(900_000, allowance.BitsPerSecond);
        allowance.OnReport(0.05);
        Assert.Equal(900_000, allowance.BitsPerSecond);
        for (var i = 0; i < 50; i++) allowance.OnReport(1);
        Assert.Equal(100_000, allowance.BitsPerSecond);
        for (var i = 0; i < 100; i++) allowance.OnReport(0);
        Assert.Equal(3_000_000, allowance.BitsPerSecond);
    }

    [Fact]
    public void The_reception_report_follows_the_arithmetic_of_RFC_3550()
    {
        var report = new ReceptionReport(clockRate: 8000);
        var start = new MonoTime(5_000_000);
        foreach (var sequence in new long[] { 65_534, 65_535, 65_536, 65_538, 65_539 })
            report.OnPacket(sequence, (uint)((sequence - 65_534) * 160), start + TimeSpan.FromMilliseconds((sequence - 65_534) * 20));

        Assert.Equal(1, report.CumulativeLost);
        Assert.Equal(256 / 6, report.TakeFractionLost());
        Assert.Equal(0, report.TakeFractionLost());
        Assert.Equal((1u << 16) + 3, report.ExtendedHighest);                           // one wrap
        Assert.Equal(0u, report.Jitter);

        // 10 ms late: D = 80 ticks, J = 80/16.
        report.OnPacket(65_540, 6 * 160, start + 130.Milliseconds());
        Assert.Equal(5u, report.Jitter);

        report.OnSenderReport(0x1234_5678_9ABC_DEF0, start);
        Assert.Equal(0x5678_9ABCu, report.LastSenderReport);
        Assert.Equal(65_536u / 4, report.DelaySinceLast(start + 250.Milliseconds()));
    }

    [Theory]
    [InlineData(0u, 0UL, 90_000u, 1UL << 32, 180_000u, 180_000u)]
    [InlineData(500u, 10UL << 32, 0u, 10UL << 32, 100u, 600u)]
    [InlineData(uint.MaxValue, 10UL << 32, 7u, (10UL << 32) + (1UL << 31), 7u, 44_999u)]
    [InlineData(1000u, (10UL << 32) + (1UL << 31), 0u, 10UL << 32, 45_000u, 1000u)]
    public void A_timestamp_is_translated_between_the_clocks_of_two_layers(uint rtp, ulong ntp, uint otherRtp, ulong otherNtp, uint timestamp, uint expected)
    {
        var here = new SenderClock(ntp, rtp);
        Assert.Equal(expected, here.Translate(timestamp, new SenderClock(otherNtp, otherRtp), 90_000));
    }

    private static List<long> Remb(List<byte[]> rtcp)
    {
        var told = new List<long>();
        foreach (var datagram in rtcp)
            foreach (var packet in RtcpPackets.Enumerate(datagram))
                if (ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate)) told.Add(estimate.BitsPerSecond);
        return told;
    }

    private static ReportBlock LastReport(List<byte[]> rtcp, uint ssrc)
    {
        ReportBlock? last = null;
        foreach (var datagram in rtcp)
            foreach (var packet in RtcpPackets.Enumerate(datagram))
            {
                if (!ReceiverReport.TryParse(packet, out var report)) continue;
                foreach (var block in report.Reports)
                    if (block.Ssrc == ssrc) last = block;
            }
        Assert.NotNull(last);
        return last.Value;
    }
}
