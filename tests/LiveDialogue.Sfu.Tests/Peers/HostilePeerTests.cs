using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>Peers that finished the handshake, and mean harm.</summary>
public sealed class HostilePeerTests
{
    [Fact]
    public async Task A_speaker_with_a_thousand_ssrcs_gets_no_more_streams_than_were_negotiated()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(7000);
        var made = sfu.Node.ReadCounters().BuffersMade;
        var packet = new byte[200];
        for (uint ssrc = 1; ssrc <= 1000; ssrc++)
        {
            RtpWriter.WriteHeader(packet, 96, false, 1, 1, ssrc);
            ann.SendRtp(packet);
            if (ssrc % 50 == 0) sfu.RunFor(1);
        }
        var frames = viewer.Picture.Frames;
        sfu.RunFor(1000);

        Assert.InRange(sfu.Dropped(DropReason.UnknownSsrc), 1000, 1100);
        Assert.Equal(made, sfu.Node.ReadCounters().BuffersMade);
        Assert.InRange(viewer.Picture.Frames - frames, 25, 31);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task A_muted_speaker_with_a_thousand_ssrcs_starts_nothing_anew()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(1000);
        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: false, Video: true));
        sfu.RunFor(2000);
        var before = sfu.Dropped(DropReason.UnknownSsrc);
        var packet = new byte[100];
        for (uint ssrc = 1; ssrc <= 1000; ssrc++)
        {
            RtpWriter.WriteHeader(packet, 111, false, 1, 1, ssrc);
            ann.SendRtp(packet);
            if (ssrc % 50 == 0) sfu.RunFor(1);
        }
        Assert.Equal(1000, sfu.Dropped(DropReason.UnknownSsrc) - before);

        var packets = viewer.Sound.Packets;
        sfu.Stage.Permit(new("ann"), new MediaPermission(OnAir: true, Audio: true, Video: true));
        sfu.RunFor(1000);
        Assert.InRange(viewer.Sound.Packets - packets, 45, 55);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task Checks_with_a_forged_source_take_nobody_s_address_from_them()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var victim = sfu.Watch();
        var mallory = sfu.Watch();
        sfu.RunFor(2000);
        var (mine, hers) = (victim.Picture.Frames, mallory.Picture.Frames);
        for (var i = 0; i < 300; i++)
        {
            victim.Check(nominate: true, with: mallory.Remote);    // from the victim's address, with what mallory knows
            sfu.RunFor(10);
        }

        Assert.Equal(300, sfu.Dropped(DropReason.AddressInUse));
        Assert.InRange(victim.Picture.Frames - mine, 80, 95);
        Assert.InRange(mallory.Picture.Frames - hers, 80, 95);    // and hers still goes to her
        Assert.Empty(victim.Violations);
    }

    [Fact]
    public async Task Whatever_comes_from_port_0_is_dropped_and_nothing_is_ever_sent_there()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var mallory = sfu.Watch();
        sfu.RunFor(2000);
        mallory.SendsChecks = false;
        mallory.MoveTo(mallory.Address with { Port = 0 });
        var (received, before) = (mallory.Received, sfu.Dropped(DropReason.UnanswerableSource));
        for (var i = 0; i < 10; i++)
        {
            mallory.Check(nominate: true);
            sfu.RunFor(10);
        }

        Assert.InRange(sfu.Dropped(DropReason.UnanswerableSource) - before, 10, 50);    // its reports come from there as well
        Assert.Equal(received, mallory.Received);
    }

    [Fact]
    public async Task An_address_whose_owner_fell_silent_is_free_for_the_next()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var gone = sfu.Watch();
        var next = sfu.Watch();
        sfu.RunFor(2000);
        gone.SendsChecks = false;
        sfu.RunFor(3000);
        var answers = gone.CheckAnswers;
        gone.Check(nominate: false, with: next.Remote);    // the same port, now another's
        sfu.RunFor(100);
        Assert.Equal((1, answers), (sfu.Dropped(DropReason.AddressInUse), gone.CheckAnswers));

        sfu.RunFor(5000);
        gone.Check(nominate: false, with: next.Remote);
        sfu.RunFor(100);
        Assert.Equal((1, answers + 1), (sfu.Dropped(DropReason.AddressInUse), gone.CheckAnswers));
    }

    [Fact]
    public async Task An_audience_that_takes_every_place_leaves_room_backstage()
    {
        await using var sfu = new VirtualSfu(options: new SfuOptions { Shards = 1, MaxPeers = 20 });
        for (var i = 0; i < 18; i++) sfu.Watch();
        var full = await sfu.Stage.WatchAsync(StageView.Program, null, Sfu.Tests.Negotiation.Offers.ChromiumSubscriber, CancellationToken.None);
        Assert.Equal(RefusalReason.Full, Assert.IsType<Admission.Refused>(full).Reason);

        sfu.Publish("ann");
        sfu.Watch(StageView.Backstage);
        var over = await sfu.Stage.WatchAsync(StageView.Backstage, null, Sfu.Tests.Negotiation.Offers.ChromiumSubscriber, CancellationToken.None);
        Assert.Equal(RefusalReason.Full, Assert.IsType<Admission.Refused>(over).Reason);
    }

    [Fact]
    public async Task A_publisher_s_session_that_ends_is_told_of_as_a_viewer_s_is()
    {
        await using var sfu = new VirtualSfu();
        var first = sfu.Publish("ann");
        sfu.RunFor(500);
        var second = sfu.Publish("ann");
        sfu.RunFor(500);
        second.Close();
        sfu.RunFor(500);

        Assert.Equal([(first.Session, SessionEnd.Replaced), (second.Session, SessionEnd.ClosedByClient)], sfu.Ends);
    }

    [Fact]
    public async Task A_viewer_who_asks_for_everything_again_and_again_gets_a_bounded_number_of_repairs()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        var before = sfu.Node.ReadCounters().PacketsResent;
        var missing = new SequenceNumber[200];
        var first = new SequenceNumber(viewer.Picture.FirstSequence!.Value);    // a picture came within two seconds
        for (var i = 0; i < missing.Length; i++) missing[i] = first.Plus(viewer.Picture.Packets - 200 + i);
        var nack = new byte[600];
        var length = GenericNack.Write(nack, 1, viewer.Answer.Media[1].Ssrcs[0].Ssrc, missing);
        for (var i = 0; i < 2000; i++)
        {
            viewer.SendRtcp(nack.AsSpan(0, length));
            if (i % 10 == 0) sfu.RunFor(1);
        }

        Assert.InRange(sfu.Node.ReadCounters().PacketsResent - before, 1, 400);
        Assert.True(sfu.Dropped(DropReason.RtcpFlood) > 1000);
    }

    [Fact]
    public async Task A_viewer_who_sends_keyframe_requests_without_end_costs_the_speaker_three_keyframes_a_second()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        var before = ann.Video.Keyframes;
        var pli = new byte[12];
        PictureLossIndication.Write(pli, 1, viewer.Answer.Media[1].Ssrcs[0].Ssrc);
        for (var i = 0; i < 300; i++)
        {
            viewer.SendRtcp(pli);
            sfu.RunFor(10);
        }

        Assert.InRange(ann.Video.Keyframes - before, 1, 10);
    }

    [Fact]
    public async Task Forgotten_addresses_make_room_and_the_one_in_use_stays()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(1000);
        viewer.SendsChecks = false;
        for (var i = 0; i < 40; i++)
        {
            viewer.Move();
            viewer.Check(nominate: false);
            sfu.RunFor(5);
        }
        Assert.Equal(0, sfu.Node.ReadCounters().PeerFaults);
        viewer.Check(nominate: true);
        sfu.RunFor(50);
        var frames = viewer.Picture.Frames;
        sfu.RunFor(2000);

        Assert.InRange(viewer.Picture.Frames - frames, 50, 65);
    }

    [Fact]
    public async Task A_handshake_flood_is_cut_off()
    {
        await using var sfu = new VirtualSfu();
        var viewer = sfu.Watch();
        viewer.AnswersDtls = false;
        sfu.RunFor(200);
        for (var i = 0; i < 100; i++) viewer.Send([22, 99, 1, 2, 3]);
        sfu.RunFor(50);

        Assert.True(sfu.Dropped(DropReason.HandshakeFlood) > 0);
        sfu.RunFor(10_000);
        Assert.Equal([(viewer.Session, SessionEnd.HandshakeTimeout)], sfu.Ends);
    }
}
