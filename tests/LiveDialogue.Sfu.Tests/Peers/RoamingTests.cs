using LiveDialogue.Sfu.Stages;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A client's address changes: behind a NAT without its knowledge, or with an ICE restart.</summary>
public sealed class RoamingTests
{
    private const string Password = "0123456789012345678901";

    [Fact]
    public async Task A_speaker_whose_nat_gave_it_a_new_address_is_heard_before_its_next_check()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        ann.MoveUnnoticed();
        ann.SendsChecks = false;

        Assert.InRange(sfu.LongestSilence(viewer, 1500), 1, 60);
        Assert.Empty(viewer.Violations);
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_only_media_came_from()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(2000);
        var before = ann.Address;
        ann.MoveUnnoticed();
        ann.SendsChecks = false;
        var received = ann.Received;
        sfu.RunFor(1500);

        Assert.NotEqual(before, ann.Address);
        Assert.Equal(received, ann.Received);
        ann.SendsChecks = true;
        sfu.RunFor(1000);
        Assert.NotEqual(received, ann.Received);
    }

    [Fact]
    public async Task Of_all_a_speakers_addresses_only_the_one_media_comes_from_hurries()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.Watch();
        sfu.RunFor(2000);
        var port = sfu.Ports.Single(p => p.LocalAddress == ann.Server);
        Assert.Equal([ann.Address], port.Hurried);

        for (var move = 0; move < 10; move++)
        {
            ann.Move();                    // with a check that nominates
            sfu.RunFor(20);
            Assert.Equal([ann.Address], port.Hurried);
        }

        ann.SendsChecks = false;
        ann.MoveUnnoticed();
        sfu.RunFor(100);
        Assert.Equal([ann.Address], port.Hurried);

        ann.Close();
        sfu.RunFor(100);
        Assert.Empty(port.Hurried);
    }

    [Fact]
    public async Task An_address_that_a_speaker_only_tries_does_not_hurry()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(2000);
        var port = sfu.Ports.Single(p => p.LocalAddress == ann.Server);
        var used = ann.Address;
        ann.IsSilent = true;
        ann.Nominates = false;
        for (var tried = 0; tried < 7; tried++)
        {
            ann.Move();
            sfu.RunFor(20);
            Assert.Equal([used], port.Hurried);
        }
    }

    [Fact]
    public async Task A_stranger_with_a_speakers_ssrc_is_not_taken_for_the_speaker()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var eve = sfu.Publish("eve", onAir: false);
        sfu.RunFor(2000);
        var packet = ann.Sent.FindLast(d => Datagram.KindOf(d) == DatagramKind.Rtp)!.ToArray();    // she sends fifty a second
        eve.MoveUnnoticed();
        eve.IsSilent = true;
        eve.SendsChecks = false;
        var dropped = sfu.Dropped(DropReason.SrtpReplayed) + sfu.Dropped(DropReason.SrtpUnauthenticated);
        eve.Send(packet);
        packet[3]++;
        eve.Send(packet);
        packet[^1]++;
        eve.Send(packet);
        sfu.RunFor(20);

        Assert.Equal(dropped + 3, sfu.Dropped(DropReason.SrtpReplayed) + sfu.Dropped(DropReason.SrtpUnauthenticated));
    }

    [Fact]
    public async Task With_a_restart_on_a_path_of_400_ms_a_change_of_address_is_heard_for_less_than_a_second()
    {
        await using var sfu = new VirtualSfu();
        sfu.Network.DefaultConditions = new LinkConditions { Delay = 200.Milliseconds() };
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(4000);
        Assert.True(ann.IsConnected);

        ann.IsSilent = true;               // her interface is gone; the new one's first packet is the question
        ann.SendsChecks = false;
        ann.Move();
        var silence = sfu.LongestSilence(viewer, 200);
        var answer = await sfu.Node.PatchAsync(ann.Session, Fragment("NEWU"), "*", CancellationToken.None);
        silence += sfu.LongestSilence(viewer, 200);
        ann.Restarted(answer);
        ann.SendsChecks = true;
        ann.IsSilent = false;
        silence += sfu.LongestSilence(viewer, 2000);

        Assert.InRange(silence, 400, 1000);
        Assert.Equal(LinkState.Connected, sfu.Status("ann").Link);
    }

    [Fact]
    public async Task The_old_path_carries_on_until_the_new_one_is_nominated_even_after_two_restarts()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);

        await sfu.Node.PatchAsync(ann.Session, Fragment("LOST"), "*", CancellationToken.None);
        var answer = await sfu.Node.PatchAsync(ann.Session, Fragment("NEWU"), "*", CancellationToken.None);
        Assert.InRange(sfu.LongestSilence(viewer, 20_000), 1, 60);    // past the consent timeout, with the credentials of the beginning
        ann.Restarted(answer);
        ann.Move();
        Assert.InRange(sfu.LongestSilence(viewer, 20_000), 1, 60);
    }

    [Fact]
    public async Task A_restart_asked_for_again_since_its_answer_was_lost_gets_the_same_answer()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        sfu.RunFor(1000);

        var first = Assert.IsType<Admission.Accepted>(await sfu.Node.PatchAsync(ann.Session, Fragment("NEWU"), "*", CancellationToken.None));
        var again = Assert.IsType<Admission.Accepted>(await sfu.Node.PatchAsync(ann.Session, Fragment("NEWU"), "*", CancellationToken.None));
        Assert.NotEmpty(first.Answer);
        Assert.Equal(first, again);
        Assert.True(IceFragment.TryParse(first.Answer, out var fragment, out _));
        Assert.NotEqual(ann.Remote.Ufrag, fragment.IceUfrag);
    }

    [Fact]
    public async Task A_restart_without_a_password_is_refused()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var refused = Assert.IsType<Admission.Refused>(await sfu.Node.PatchAsync(ann.Session, "a=ice-ufrag:NEWU\r\n", "*", CancellationToken.None));
        Assert.Equal(RefusalReason.MalformedOffer, refused.Reason);
    }

    private static string Fragment(string ufrag) => $"a=ice-ufrag:{ufrag}\r\na=ice-pwd:{Password}\r\n";
}
