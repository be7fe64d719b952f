using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Peers;

public sealed class PeerTests
{
    [Fact]
    public async Task A_viewer_sees_and_hears_who_is_on_air()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(1000);
        var viewer = sfu.Watch();
        sfu.RunFor(5000);

        Assert.Equal("ann ann - - -", viewer.Table);
        Assert.Empty(viewer.Violations);
        Assert.InRange(viewer.Sound.Frames, 240, 250);
        Assert.InRange(viewer.Picture.Frames, 135, 150);
        Assert.Equal(((byte)'a', (byte)2), viewer.Picture.Sources[^1]);
        Assert.Equal((LinkState.Connected, true, true), (sfu.Status("ann").Link, sfu.Status("ann").AudioFlows, sfu.Status("ann").VideoFlows));
        Assert.InRange(ann.Video.Keyframes, 1, 4);
    }

    [Fact]
    public async Task A_late_viewer_has_a_picture_within_half_a_second()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        sfu.RunFor(3000);
        var viewer = sfu.Watch();

        Assert.True(sfu.Network.RunUntil(() => viewer.Picture.Frames > 0, 500.Milliseconds()));
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_offered_one_moves_no_media()
    {
        await using var sfu = new VirtualSfu();
        var mallory = sfu.Publish("ann", certificate: "mallory");
        var viewer = sfu.Watch();
        sfu.RunFor(3000);

        Assert.True(mallory.IsConnected);                               // as far as mallory knows
        Assert.Equal(0, viewer.Picture.Packets + viewer.Sound.Packets);
        Assert.Equal(LinkState.Gone, sfu.Status("ann").Link);
        Assert.True(mallory.IsClosed);
    }

    [Fact]
    public async Task An_unfinished_handshake_is_freed_and_the_place_given_to_another()
    {
        await using var sfu = new VirtualSfu(options: new SfuOptions { Shards = 1, MaxPeers = 1 });
        var slow = sfu.Publish("slow");
        slow.AnswersDtls = false;
        var refused = await sfu.Stage.WatchAsync(StageView.Program, null, Sfu.Tests.Negotiation.Offers.ChromiumSubscriber, CancellationToken.None);
        Assert.Equal(RefusalReason.Full, Assert.IsType<Admission.Refused>(refused).Reason);

        sfu.RunFor(10_100);

        Assert.Equal(LinkState.Gone, sfu.Status("slow").Link);
        sfu.Watch();
        sfu.RunFor(500);
        Assert.Equal((0, 1), (sfu.Node.ReadCounters().PeersConnecting, sfu.Node.ReadCounters().PeersConnected));
    }

    [Fact]
    public async Task Strangers_are_counted_and_get_no_answer()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(500);
        var stranger = sfu.Watch();
        stranger.SendsChecks = false;
        ann.SendsChecks = false;
        sfu.RunFor(100);
        var received = stranger.Received;

        stranger.Check(nominate: true, with: new("Nobody00", "password"));
        stranger.Check(nominate: true, with: new(stranger.Remote.Ufrag, "not the password at all"));
        stranger.Send([22, 254, 253, 0, 0]);
        stranger.Send([128, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        stranger.Send([0, 1, 0, 0]);
        stranger.Send([77, 0]);
        sfu.RunFor(100);

        Assert.Equal(received, stranger.Received);
        foreach (var reason in (DropReason[])[DropReason.UnknownUfrag, DropReason.StunUnauthenticated, DropReason.DtlsBeforeIce, DropReason.UnknownAddress, DropReason.MalformedStun, DropReason.UnknownDatagram])
            Assert.Equal(1, sfu.Dropped(reason));
    }

    [Fact]
    public async Task A_replayed_datagram_is_dropped()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(1000);
        var packet = ann.Sent.FindLast(d => d[0] is >= 128 and < 192 && d[1] is < 192 or > 223)!;    // it has sent media for a second

        ann.Send(packet);
        sfu.RunFor(5);

        Assert.Equal(1, sfu.Dropped(DropReason.SrtpReplayed));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Garbage_of_every_kind_from_a_proven_address_harms_nobody(int seed)
    {
        await using var sfu = new VirtualSfu(seed);
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(1000);
        var samples = ann.Sent.ToArray();
        var random = sfu.Network.Random;
        for (var i = 0; i < 5000; i++)
        {
            var datagram = samples[random.Next(samples.Length)].AsSpan().ToArray();
            for (var flips = random.Next(4) + 1; flips > 0; flips--) datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
            ann.Send(datagram.AsSpan(0, random.Next(datagram.Length) + 1));
            if (i % 50 == 0) sfu.RunFor(1);
        }
        var before = viewer.Picture.Frames;
        sfu.RunFor(2000);

        Assert.Equal(LinkState.Connected, sfu.Status("ann").Link);
        Assert.InRange(viewer.Picture.Frames - before, 50, 70);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task Both_sides_controlled_is_answered_with_a_role_conflict()
    {
        await using var sfu = new VirtualSfu();
        var viewer = sfu.Watch();
        viewer.SendsChecks = false;
        viewer.Check(nominate: false, controlling: false);
        sfu.RunFor(20);

        Assert.Equal((1, 0), (viewer.RoleConflicts, viewer.CheckAnswers));
    }

    [Fact]
    public async Task A_flood_of_checks_is_answered_in_part()
    {
        await using var sfu = new VirtualSfu();
        var viewer = sfu.Watch();
        viewer.SendsChecks = false;
        for (var i = 0; i < 1000; i++) viewer.Check(nominate: false);
        sfu.RunFor(100);

        Assert.Equal(60, viewer.CheckAnswers);
        Assert.Equal(940, sfu.Dropped(DropReason.StunFlood));
    }

    [Fact]
    public async Task A_client_that_changes_its_network_goes_on_with_the_same_association()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        viewer.Move();
        ann.Move();
        sfu.RunFor(500);
        var before = viewer.Picture.Frames;
        sfu.RunFor(2000);

        Assert.InRange(viewer.Picture.Frames - before, 55, 65);
        Assert.Equal(LinkState.Connected, sfu.Status("ann").Link);
    }

    [Fact]
    public async Task An_ice_restart_gives_new_credentials_while_the_old_still_work()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(1000);
        var old = ann.Remote;

        var answer = Assert.IsType<Admission.Accepted>(await sfu.Node.PatchAsync(ann.Session, "a=ice-ufrag:NEWU\r\na=ice-pwd:0123456789012345678901\r\n", "*", CancellationToken.None));
        Assert.NotEqual(ann.ETag, answer.ETag);
        Assert.True(LiveDialogue.Wire.Sdp.IceFragment.TryParse(answer.Answer, out var fragment, out _));
        Assert.Single(fragment.Media[0].Candidates);
        ann.SendsChecks = false;
        var answers = ann.CheckAnswers;
        ann.Check(nominate: false, with: old);
        sfu.RunFor(10);
        ann.Check(nominate: true, with: new(fragment.IceUfrag!, fragment.IcePwd!));    // an answer to a restart has both
        sfu.RunFor(10);
        ann.Check(nominate: true, with: old);
        sfu.RunFor(10);

        Assert.Equal(answers + 3, ann.CheckAnswers);
        var stale = await sfu.Node.PatchAsync(ann.Session, "a=ice-ufrag:OTHR\r\na=ice-pwd:0123456789012345678901\r\n", ann.ETag, CancellationToken.None);
        Assert.Equal(RefusalReason.StaleIce, Assert.IsType<Admission.Refused>(stale).Reason);
        var trickle = await sfu.Node.PatchAsync(ann.Session, "a=ice-ufrag:NEWU\r\na=ice-pwd:0123456789012345678901\r\n", answer.ETag, CancellationToken.None);
        Assert.Equal("", Assert.IsType<Admission.Accepted>(trickle).Answer);
    }

    [Fact]
    public async Task A_client_that_falls_silent_is_freed_after_the_consent_timeout()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(1000);
        ann.SendsChecks = false;
        ann.IsSilent = true;

        sfu.RunFor(1800);
        Assert.Equal((LinkState.Silent, false), (sfu.Status("ann").Link, sfu.Status("ann").AudioFlows));
        sfu.RunFor(14_000);
        Assert.Equal(LinkState.Gone, sfu.Status("ann").Link);
    }

    [Fact]
    public async Task A_page_that_closes_its_connection_is_gone_at_once()
    {
        await using var sfu = new VirtualSfu();
        var viewer = sfu.Watch();
        sfu.RunFor(500);
        viewer.Close();
        sfu.RunFor(50);

        Assert.Equal([(viewer.Session, SessionEnd.ClosedByClient)], sfu.Ends);
        Assert.False(sfu.Node.Close(viewer.Session));
    }

    [Fact]
    public async Task Closing_a_session_says_goodbye_to_the_client()
    {
        await using var sfu = new VirtualSfu();
        var viewer = sfu.Watch();
        sfu.RunFor(500);

        Assert.True(sfu.Node.Close(viewer.Session));
        sfu.RunFor(50);

        Assert.True(viewer.IsClosed);
        Assert.Equal([(viewer.Session, SessionEnd.ClosedByClient)], sfu.Ends);
    }
}
