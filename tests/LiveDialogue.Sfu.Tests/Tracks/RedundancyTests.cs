using LiveDialogue.Sfu.Tests.Congestion;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using Xunit.Abstractions;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>Sound that comes with copies of what went before (RFC 2198), over paths that lose.</summary>
public sealed class RedundancyTests(ITestOutputHelper output)
{
    // A fifth of all packets, in bursts of two on the average.
    private static readonly LinkConditions Bursts = new() { Delay = 40.Milliseconds(), Bursts = new(Begins: 0.125, Ends: 0.5) };
    private static readonly TrackFormat Published = TestFormats.PublishedRed with { Nack = false };

    [Theory]
    [InlineData(1, 1), InlineData(2, 1), InlineData(3, 1)]
    [InlineData(1, 2), InlineData(2, 2), InlineData(3, 2)]
    public void What_a_burst_took_is_restored_as_far_as_copies_reach_and_a_viewer_without_red_gets_it_in_its_place(int seed, int distance)
    {
        using var stage = new TestStage(seed, up: Bursts);
        var speaker = stage.PublishAudio(1, Published);
        speaker.Audio.Distance = distance;
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(60.Seconds());

        var (sent, lost) = AssertRestored($"distance {distance}, seed {seed}", speaker, viewer, distance);
        Assert.InRange(lost / (double)sent, 0.15, 0.25);
        Assert.Equal(0, viewer.Receiver.Redundant);
        Assert.Empty(viewer.Receiver.Violations);
    }

    [Theory, MemberData(nameof(Uplinks))]
    public void On_an_uplink_on_the_move_with_bursts_of_loss_it_is_the_same(string trace, int seed)
    {
        var moving = Bursts with { Trace = LinkTrace.Read(MobileTests.PathOf(trace)), Queue = 1.Seconds(), Bursts = new(Begins: 0.03, Ends: 0.6) };
        using var stage = new TestStage(seed, up: moving);
        var speaker = stage.PublishAudio(1, Published);
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(120.Seconds());

        AssertRestored($"{trace}, seed {seed}", speaker, viewer, distance: 1);
        Assert.Empty(viewer.Receiver.Violations);
    }

    public static IEnumerable<object[]> Uplinks()
    {
        foreach (var seed in new[] { 1, 2 }) yield return ["city-3g.down", seed];
        foreach (var recorded in new[] { "TMobile-UMTS-driving.up", "ATT-LTE-driving-2016.up" })
            if (File.Exists(MobileTests.PathOf(recorded))) yield return [recorded, 1];
    }

    /// <summary>What was lost is played exactly where one of the packets that had a copy of it came.</summary>
    private (int Sent, int Lost) AssertRestored(string what, TestStage.Publisher speaker, TestStage.Viewer viewer, int distance)
    {
        var last = (ushort)(speaker.Audio.Stream.NextSequence - 150);  // for what comes after a hole a receiver waits
        var first = speaker.Came.Min();
        var sent = Enumerable.Range(first, last - first).Select(number => (ushort)number).ToList();
        var lost = sent.Where(number => !speaker.Came.Contains(number)).ToList();
        var within = lost.Where(number => Enumerable.Range(1, distance).Any(back => speaker.Came.Contains((ushort)(number + back)))).ToList();
        var played = viewer.Receiver.Playable;
        var restored = lost.Count(number => played.Contains(FrameOf(number)));
        output.WriteLine(
            $"{what}: {lost.Count / (double)sent.Count:P1} lost, {restored / (double)lost.Count:P1} of it restored, {(lost.Count - restored) / (double)sent.Count:P1} missing");

        Assert.Equal(within.Select(FrameOf), lost.Select(FrameOf).Where(played.Contains));
        return (sent.Count, lost.Count);
    }

    [Fact]
    public void A_viewer_with_red_gets_the_copies_too_in_its_own_numbers()
    {
        using var stage = new TestStage(4, up: new() { Delay = 20.Milliseconds(), Loss = 0.05 }, down: Bursts);
        var speaker = stage.PublishAudio(1, Published);
        var viewer = stage.Watch(TestFormats.SlotRed with { Nack = false });
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(30.Seconds());

        Assert.True(viewer.Receiver.Redundant > 1000, $"{viewer.Receiver.Redundant} packets had copies");
        Assert.True(viewer.Receiver.Playable.Count > viewer.Receiver.Frames, "copies played what was lost on the way");
        Assert.Empty(viewer.Receiver.Violations);
    }

    [Fact]
    public void A_viewer_that_asks_gets_the_very_same_packet_with_its_copies_again()
    {
        using var stage = new TestStage(5, down: new() { Delay = 30.Milliseconds(), Loss = 0.1 });
        var speaker = stage.PublishAudio(1, Published);
        var viewer = stage.Watch(TestFormats.SlotRed);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(20.Seconds());

        viewer.AssertWhole(atLeastFrames: 970);
    }

    [Fact]
    public void What_is_restored_is_not_asked_for_and_is_reported_as_lost_all_the_same()
    {
        using var stage = new TestStage(6, up: new() { Delay = 50.Milliseconds(), Loss = 0.1 });
        var speaker = stage.PublishAudio(1, TestFormats.PublishedRed);
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(60.Seconds());

        Assert.InRange(speaker.Restored, 220, 330);
        Assert.InRange(speaker.Audio.Stream.Repaired, 1, 60);          // two in a row: 1 %
        var lost = Reports(speaker).Last().CumulativeLost;
        Assert.InRange(lost, 240, 360);
        viewer.AssertWhole(atLeastFrames: 2_980);
    }

    [Theory, InlineData(7), InlineData(8)]
    public void A_packet_that_was_only_late_is_not_played_twice(int seed)
    {
        using var stage = new TestStage(seed, up: new() { Delay = 40.Milliseconds(), Reorder = 0.1, ReorderBy = 45.Milliseconds() });
        var speaker = stage.PublishAudio(1, Published);
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(20.Seconds());

        Assert.True(speaker.Drops[DropReason.Duplicate] > 50, $"{speaker.Drops[DropReason.Duplicate]} came late");
        viewer.AssertWhole(atLeastFrames: 990);
    }

    [Theory, InlineData(9), InlineData(10)]
    public void Where_silence_is_not_sent_copies_find_their_place_or_none(int seed)
    {
        using var stage = new TestStage(seed, up: Bursts);
        var speaker = stage.PublishAudio(1, Published);
        speaker.Audio.Distance = 2;
        var viewer = stage.Watch(TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        for (var turn = 0; turn < 20; turn++)
        {
            speaker.Audio.IsQuiet = turn % 2 == 1;
            stage.RunFor(1500.Milliseconds());
        }

        Assert.True(speaker.Restored > 50, $"{speaker.Restored} packets were restored");
        Assert.Empty(viewer.Receiver.Violations);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Nothing_said_while_muted_is_heard_afterwards_as_a_copy(bool hasRed)
    {
        using var stage = new TestStage(11, up: new() { Loss = 0.2 });
        var speaker = stage.PublishAudio(1, Published);
        speaker.Audio.Distance = 3;
        var viewer = stage.Watch(hasRed ? TestFormats.SlotRed : TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        var muted = new List<(uint From, uint To)>();
        for (var turn = 0; turn < 10; turn++)
        {
            stage.RunFor(500.Milliseconds());
            speaker.Track.IsMuted = true;
            var from = FrameOf(speaker.Audio.Stream.NextSequence);
            stage.RunFor(500.Milliseconds());
            speaker.Track.IsMuted = false;
            muted.Add((from, FrameOf(speaker.Audio.Stream.NextSequence) + 1)); // what comes first after may hold the one before (in-band FEC)
        }
        stage.RunFor(500.Milliseconds());

        Assert.DoesNotContain(viewer.Receiver.Playable, frame => muted.Exists(m => frame >= m.From && frame < m.To));
        Assert.True(viewer.Receiver.Playable.Count > 200);
        Assert.Empty(viewer.Receiver.Violations);
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(true, true)]
    public void The_first_sound_after_a_mute_is_nobodys_and_the_second_is_everybodys(bool isRed, bool hasRed)
    {
        using var stage = new TestStage(14);
        var speaker = stage.PublishAudio(1, isRed ? Published : TestFormats.PublishedOpus);
        var viewer = stage.Watch(hasRed ? TestFormats.SlotRed : TestFormats.SlotOpus);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(500.Milliseconds());
        speaker.Track.IsMuted = true;
        stage.RunFor(500.Milliseconds());
        var first = FrameOf(speaker.Audio.Stream.NextSequence);
        speaker.Track.IsMuted = false;
        stage.RunFor(500.Milliseconds());

        Assert.DoesNotContain(first, viewer.Receiver.Playable);
        Assert.Contains(first + 1, viewer.Receiver.Playable);
        Assert.Equal(0, viewer.Receiver.Repaired);
        viewer.AssertWhole(atLeastFrames: 48);
    }

    [Fact]
    public void A_payload_full_of_tiny_copies_restores_a_few_and_a_second_of_them_a_hundred()
    {
        using var stage = new TestStage(15);
        var speaker = stage.PublishAudio(1, Published);
        stage.RunFor(100.Milliseconds());
        speaker.IsSilent = true;
        var (number, timestamp) = (speaker.Audio.Stream.NextSequence, speaker.Audio.Stream.TimestampAt(stage.Now));
        var datagram = new byte[256];
        int Send()
        {
            // Fifteen numbers are skipped, and fifteen blocks of a byte say to be those.
            (number, timestamp) = ((ushort)(number + 16), timestamp + (16 * 960));
            var at = RtpWriter.WriteHeader(datagram, 64, marker: false, number, timestamp, speaker.Audio.Stream.Ssrc);
            for (var back = 15; back > 0; back--) at += RedWriter.WriteRedundantHeader(datagram.AsSpan(at), Published.PayloadType, back * 960, 1);
            at += RedWriter.WritePrimaryHeader(datagram.AsSpan(at), Published.PayloadType);
            datagram.AsSpan(at, 16).Fill(0x78);                        // an Opus packet of 20 ms that holds nothing
            var before = speaker.Restored;
            speaker.Receive(datagram.AsSpan(0, at + 16), stage.Now);
            return speaker.Restored - before;
        }

        Assert.Equal(4, Send());
        for (var i = 0; i < 49; i++) Assert.InRange(Send(), 0, 4);
        Assert.Equal(100, speaker.Restored);
        stage.RunFor(1.Seconds());
        Assert.Equal(4, Send());
    }

    [Fact]
    public void Of_another_speaker_than_before_no_copies_come_from_before_the_switch()
    {
        using var stage = new TestStage(12);
        var (goma, suva) = (stage.PublishAudio(1, Published), stage.PublishAudio(2, Published));
        var viewer = stage.Watch(TestFormats.SlotRed);
        viewer.Slot.SwitchTo(goma.Track, stage.Now);
        stage.RunFor(1.Seconds());
        var next = FrameOf(suva.Audio.Stream.NextSequence);
        viewer.Slot.SwitchTo(suva.Track, stage.Now);
        stage.RunFor(1.Seconds());

        var copies = viewer.Receiver.Copies;
        Assert.Equal(viewer.Receiver.Redundant - 2, copies);            // the first of each has none
        Assert.True(next > 40);
        viewer.AssertWhole(atLeastFrames: 98);
    }

    [Theory]
    [InlineData("", true)]                  // padding alone
    [InlineData("EF0F00406F78", false)]     // a block longer than the packet
    [InlineData("EF0F0001", false)]         // no primary
    [InlineData("600102", false)]           // another codec
    public void Blocks_that_do_not_add_up_are_counted_and_dropped(string payload, bool isPadding)
    {
        using var stage = new TestStage(13);
        var speaker = stage.PublishAudio(1, Published);
        stage.RunFor(100.Milliseconds());
        var datagram = new byte[128];
        var length = RtpWriter.WriteHeader(datagram, 64, marker: false, speaker.Audio.Stream.NextSequence, speaker.Audio.Stream.TimestampAt(stage.Now), speaker.Audio.Stream.Ssrc);
        var bytes = Convert.FromHexString(payload);
        bytes.CopyTo(datagram, length);

        speaker.Receive(datagram.AsSpan(0, length + bytes.Length), stage.Now);

        Assert.Equal(1, speaker.Drops[isPadding ? DropReason.PaddingOnly : DropReason.MalformedRed]);
    }

    private static uint FrameOf(ushort number) => (uint)(number - 500);    // where a microphone begins

    private static List<ReportBlock> Reports(TestStage.Publisher speaker)
    {
        var blocks = new List<ReportBlock>();
        foreach (var datagram in speaker.Rtcp)
            foreach (var packet in RtcpPackets.Enumerate(datagram))
            {
                if (!ReceiverReport.TryParse(packet, out var report)) continue;
                foreach (var block in report.Reports) blocks.Add(block);
            }
        return blocks;
    }
}
