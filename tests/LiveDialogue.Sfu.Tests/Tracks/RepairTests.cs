using System.Buffers.Binary;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class RepairTests
{
    [Theory, InlineData(51), InlineData(52), InlineData(53)]
    public void Given_loss_on_the_publishers_path_when_it_repairs_by_rtx_then_the_viewer_misses_nothing(int seed)
    {
        using var stage = new TestStage(seed, up: new() { Delay = 60.Milliseconds(), Loss = 0.05 });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);

        stage.RunFor(20.Seconds());

        viewer.AssertWhole(atLeastFrames: 570);
        Assert.InRange(speaker.Video.Streams[2].Repaired, 50, 400);
    }

    [Theory, InlineData(61), InlineData(62)]
    public void Given_loss_on_the_viewers_path_when_it_asks_then_repairs_come_from_the_history_and_the_publisher_is_not_asked(int seed)
    {
        using var stage = new TestStage(seed, down: new() { Delay = 40.Milliseconds(), Loss = 0.05 });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);

        stage.RunFor(20.Seconds());

        viewer.AssertWhole(atLeastFrames: 570);
        Assert.InRange(viewer.Receiver.Repaired, 50, 400);
        Assert.Equal(0, speaker.Video.Streams[2].Repaired);
    }

    [Fact]
    public void A_repair_is_the_packet_that_was_sent_behind_its_sequence_number_on_a_stream_of_its_own()
    {
        using var stage = new TestStage(seed: 63);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(firstSequence: 100, TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());
        var repair = new byte[1500];

        Assert.Null(viewer.Slot.OnNack(new SequenceNumber(102), repair, stage.Now, out var length, out _));

        Assert.True(RtpPacket.TryParse(repair.AsSpan(0, length), out var packet));
        Assert.Equal(viewer.Slot.Streams.RtxSsrc, packet.Ssrc);
        Assert.Equal(TestFormats.SlotVp8.RtxPayloadType, packet.PayloadType);
        Assert.Equal(viewer.Slot.Streams.FirstRtxSequence, packet.SequenceNumber.Value);
        Assert.Equal(102, BinaryPrimitives.ReadUInt16BigEndian(packet.Payload));
        Assert.True(FrameMark.TryRead(packet.Payload, out _));
        Assert.True(packet.Extensions.TryGet(TestFormats.SlotVp8.Extensions.Mid, out var mid));
        Assert.True(mid.SequenceEqual("7"u8));
        Assert.Equal(DropReason.Duplicate, viewer.Slot.OnNack(new SequenceNumber(102), repair, stage.Now, out _, out _));
    }

    [Fact]
    public void Without_rtx_a_repair_is_the_same_packet_to_the_byte()
    {
        using var stage = new TestStage(seed: 64);
        var format = TestFormats.SlotVp8 with { RtxPayloadType = null };
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var slot = new SubscribedTrack([format], new SlotStreams(1, 0, 100, 0, 5, "c"), new TransportSequence());
        slot.SwitchTo(speaker.Track, stage.Now);
        var sent = new Dictionary<ushort, byte[]>();
        var packet = new byte[1500];
        for (var i = 0; i < 40; i++)
        {
            var now = stage.Network.Clock.Advance(33_334.Microseconds());
            speaker.Video.Run(now, datagram => Keep(datagram, now), _ => { });
        }

        Assert.Null(slot.OnNack(new SequenceNumber(110), packet, stage.Now, out var length, out var again));
        Assert.True(again);
        Assert.Equal(sent[110], packet[..length]);

        void Keep(ReadOnlySpan<byte> datagram, Wire.MonoTime now)
        {
            var buffer = stage.Pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, now);
            Assert.True(RtpPacket.TryParse(buffer.Bytes, out var parsed));
            if (speaker.Track.Accept(buffer, parsed, now, out var source) is null && slot.TryRewrite(source, packet, now, out var written) is null)
                sent[BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2))] = packet[..written];
            buffer.Release();
        }
    }

    [Fact]
    public void Given_bandwidth_probes_when_they_are_padding_or_old_repairs_then_viewers_see_neither_and_no_hole()
    {
        using var stage = new TestStage(seed: 65);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        for (var i = 0; i < 200; i++)
        {
            var stream = speaker.Video.Streams[2];
            stream.SendPadding(stream.TimestampAt(stage.Now), padding: 200, datagram => speaker.Receive(datagram, stage.Now));
            stream.Resend(new SequenceNumber(unchecked((ushort)(stream.NextSequence - 10 - i))), datagram => speaker.Receive(datagram, stage.Now));
            stage.RunFor(20.Milliseconds());
        }

        viewer.AssertWhole(atLeastFrames: 145);
        Assert.Equal(0, viewer.Receiver.Repaired);
        Assert.Equal(200, speaker.Drops[DropReason.PaddingOnly]);
        Assert.True(speaker.Drops[DropReason.Duplicate] > 0);
    }

    [Fact]
    public void Given_padding_that_comes_late_when_its_hole_is_there_then_an_empty_packet_fills_it()
    {
        using var stage = new TestStage(seed: 66);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(1.Seconds());

        byte[] late = [];
        var stream = speaker.Video.Streams[2];
        stream.SendPadding(stream.TimestampAt(stage.Now), padding: 200, datagram => late = datagram.ToArray());
        stage.RunFor(40.Milliseconds());
        speaker.Receive(late, stage.Now);
        stage.RunFor(1.Seconds());

        viewer.AssertWhole(atLeastFrames: 58);
    }

    [Fact]
    public void Given_a_packet_that_never_comes_when_a_second_has_passed_then_a_keyframe_is_asked_for()
    {
        using var stage = new TestStage(seed: 67);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8 with { RtxPayloadType = null });
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(2.Seconds());
        var requests = speaker.Video.KeyframeRequests;
        var stream = speaker.Video.Streams[2];
        stream.SendPadding(stream.TimestampAt(stage.Now), padding: 50, _ => { });        // lost, and padding isn't repaired

        stage.RunFor(1100.Milliseconds());

        Assert.True(speaker.Video.KeyframeRequests > requests);
        Assert.Contains(speaker.Rtcp, IsNack);
    }

    [Fact]
    public void Given_a_burst_that_is_in_the_history_before_it_is_forwarded_when_its_source_begins_then_no_number_is_sent_twice()
    {
        using var stage = new TestStage(seed: 70);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var slot = new SubscribedTrack([TestFormats.SlotVp8], new SlotStreams(1, 2, 100, 0, 5, "c"), null);
        slot.SwitchTo(speaker.Track, stage.Now);
        var burst = new List<SourcePacket>();
        var sent = new List<ushort>();
        var packet = new byte[1500];
        var now = stage.Network.Clock.Advance(10.Milliseconds());
        speaker.Video.Run(now, Take, _ => { });

        foreach (var source in burst)
        {
            if (slot.TryRewrite(source, packet, now, out _) is null) sent.Add(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));
            while (slot.TryTakePending(packet, now, out _)) sent.Add(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)));
        }

        Assert.True(sent.Count >= 4);
        Assert.Equal(Enumerable.Range(100, sent.Count).Select(number => (ushort)number), sent);
        Assert.Equal(sent.Count, slot.PacketsSent);

        void Take(ReadOnlySpan<byte> datagram)
        {
            var buffer = stage.Pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, now);
            Assert.True(RtpPacket.TryParse(buffer.Bytes, out var parsed));
            Assert.Null(speaker.Track.Accept(buffer, parsed, now, out var source));
            burst.Add(source);
            buffer.Release();
        }
    }

    [Fact]
    public void When_the_publisher_leaves_then_every_buffer_is_given_back()
    {
        var stage = new TestStage(seed: 68, up: new() { Loss = 0.05, Delay = 20.Milliseconds() });
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        var voice = stage.PublishAudio(2);
        var viewer = stage.Watch(TestFormats.SlotVp8);
        viewer.Slot.SwitchTo(speaker.Track, stage.Now);
        stage.RunFor(30.Seconds());
        Assert.InRange(stage.Pool.Outstanding, 300, (3 * 2048) + 256);

        (speaker.IsSilent, voice.IsSilent) = (true, true);
        stage.RunFor(5.Seconds());
        speaker.Track.Trim(stage.Now);
        voice.Track.Trim(stage.Now);
        Assert.Equal(0, stage.Pool.Outstanding);

        (speaker.IsSilent, voice.IsSilent) = (false, false);
        stage.RunFor(3.Seconds());
        stage.Dispose();
        Assert.Equal(0, stage.Pool.Outstanding);
    }

    [Fact]
    public void Given_another_shard_when_only_packets_are_posted_to_it_then_it_forwards_and_repairs_by_itself()
    {
        using var stage = new TestStage(seed: 69);
        var speaker = stage.PublishVideo(1, TestFormats.PublishedVp8);
        using var remote = new RemoteTrack(TestFormats.PublishedVp8, TestFormats.Rids);
        var slot = new SubscribedTrack([TestFormats.SlotVp8], new SlotStreams(1, 2, 100, 0, 5, "c"), new TransportSequence());
        var receiver = new CheckingReceiver([TestFormats.SlotVp8], slot.Streams);
        slot.SwitchTo(remote, stage.Now);
        var packet = new byte[1500];
        var dropped = 0;

        for (var i = 0; i < 300; i++)
        {
            var now = stage.Network.Clock.Advance(10.Milliseconds());
            speaker.Video.Run(now, datagram => Post(datagram, now), report => SetClock(report, now));
            if (now >= slot.NextDeadline) slot.Tick(now);
            speaker.Track.RequestKeyframes(remote.TakeKeyframeRequests());
            if (now >= speaker.Track.NextDeadline) speaker.Track.WriteRtcp(speaker, now);
            if (speaker.Rtcp.Exists(IsPli)) speaker.Video.WantKeyframe();
            speaker.Rtcp.Clear();
            receiver.Run(now, rtcp => Repair(rtcp, now));
        }

        Assert.Empty(receiver.Violations);
        Assert.True(dropped > 10);
        Assert.Equal(dropped, receiver.Repaired);
        Assert.Equal(2, slot.Layer?.Index);
        Assert.True(receiver.Frames > 85);

        void Post(ReadOnlySpan<byte> datagram, Wire.MonoTime now)
        {
            var buffer = stage.Pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, now);
            Assert.True(RtpPacket.TryParse(buffer.Bytes, out var parsed));
            if (speaker.Track.Accept(buffer, parsed, now, out var source) is null && remote.Feed(ref source, now) &&
                slot.TryRewrite(source, packet, now, out var length) is null)
            {
                do
                {
                    if (slot.PacketsSent % 20 == 7) dropped++;
                    else if (length > 0) receiver.Receive(packet.AsSpan(0, length), now);
                }
                while (slot.TryTakePending(packet, now, out length));
            }
            buffer.Release();
        }

        void SetClock(ReadOnlySpan<byte> rtcp, Wire.MonoTime now)
        {
            foreach (var part in RtcpPackets.Enumerate(rtcp))
            {
                if (SenderReport.TryParse(part, out var report) &&
                    speaker.Track.OnSenderReport(report.Ssrc, report.NtpTime, report.RtpTimestamp, now, out var layer))
                    remote.SetClock(layer, speaker.Track.Layers[layer].Clock, now);
            }
        }

        void Repair(ReadOnlySpan<byte> rtcp, Wire.MonoTime now)
        {
            foreach (var part in RtcpPackets.Enumerate(rtcp))
            {
                if (!GenericNack.TryParse(part, out var nack)) continue;
                foreach (var number in nack)
                    if (slot.OnNack(number, packet, now, out var length, out _) is null) receiver.Receive(packet.AsSpan(0, length), now);
            }
        }
    }

    private static bool IsPli(byte[] datagram)
    {
        foreach (var packet in RtcpPackets.Enumerate(datagram))
            if (PictureLossIndication.TryParse(packet, out _)) return true;
        return false;
    }

    private static bool IsNack(byte[] datagram)
    {
        foreach (var packet in RtcpPackets.Enumerate(datagram))
            if (GenericNack.TryParse(packet, out _)) return true;
        return false;
    }
}
