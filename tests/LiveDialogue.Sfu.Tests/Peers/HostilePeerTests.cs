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
        sfu.RunFor(4000);
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
