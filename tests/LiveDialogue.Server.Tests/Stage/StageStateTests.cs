using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Tests.Stage;

public sealed class StageStateTests
{
    private const string Amina = "amina";

    [Fact]
    public void On_air_and_off_air_change_what_is_passed_on()
    {
        var onAir = Rehearsal().Apply(Act(StageAction.PutOnAir));
        Assert.Equal([new StageEffect.Permit(Amina, new(OnAir: true, Audio: true, Video: true))], onAir.Effects);

        var again = onAir.State.Apply(Act(StageAction.PutOnAir));
        Assert.Same(onAir.State, again.State);
        Assert.Empty(again.Effects);

        var off = onAir.State.Apply(Act(StageAction.TakeOffAir));
        Assert.Equal([new StageEffect.Permit(Amina, new(OnAir: false, Audio: true, Video: true))], off.Effects);
    }

    /// <summary>Rows: actions in order, then whether the microphone is on, whether the speaker is asked to unmute, and the last refusal.</summary>
    [Theory]
    [InlineData("mute", false, false, "None")]
    [InlineData("mute unmute-self", false, false, "MutedByModerator")]
    [InlineData("mute ask", false, true, "None")]
    [InlineData("mute ask unmute-self", true, false, "None")]
    [InlineData("mute ask mute unmute-self", false, false, "MutedByModerator")]
    [InlineData("mute-self", false, false, "None")]
    [InlineData("mute-self unmute-self", true, false, "None")]
    [InlineData("mute-self ask", false, true, "None")]
    [InlineData("mute-self mute unmute-self", false, false, "MutedByModerator")]
    [InlineData("ask", true, false, "None")]
    public void A_moderators_mute_is_lifted_only_when_asked(string actions, bool microphone, bool asked, string refusal)
    {
        var state = Rehearsal();
        var step = default(StageStep);
        foreach (var action in actions.Split(' '))
        {
            step = state.Apply(Act(action switch
            {
                "mute" => StageAction.Mute,
                "ask" => StageAction.AskToUnmute,
                "mute-self" => StageAction.MuteSelf,
                _ => StageAction.UnmuteSelf,
            }));
            state = step.State;
        }
        Assert.Equal(microphone, state.Find(Amina)!.Permission.Audio);
        Assert.Equal(asked, state.Find(Amina)!.AskedToUnmute);
        Assert.Equal(refusal, step.Refusal.ToString());
    }

    [Fact]
    public void A_place_on_air_is_kept_while_the_link_is_lost()
    {
        var state = Rehearsal().Apply(Link(LinkState.Connected)).State.Apply(Act(StageAction.PutOnAir)).State;

        var gone = state.Apply(Link(LinkState.Gone));
        var view = StageSpeakerView.Of(gone.State.Find(Amina)!);
        Assert.Equal(("away", true, "none"), (view.Where, view.KeepsPlace, view.Link));
        Assert.Empty(gone.Effects);

        var back = gone.State.Apply(Link(LinkState.Connecting));
        Assert.Equal("on-air", StageSpeakerView.Of(back.State.Find(Amina)!).Where);
    }

    [Fact]
    public void Given_an_open_stage_then_speakers_are_on_air_as_they_join_and_stay_off_when_taken_off()
    {
        var open = Rehearsal().Apply(new StageCommand.EventIs(StagePhase.Live, Open: true)).State;

        var joined = open.Apply(Link(LinkState.Connecting));
        Assert.Equal([new StageEffect.Permit(Amina, new(true, true, true))], joined.Effects);

        var off = joined.State.Apply(Act(StageAction.TakeOffAir)).State.Apply(Link(LinkState.Gone)).State;
        Assert.Empty(off.Apply(Link(LinkState.Connecting)).Effects);
        Assert.True(off.Apply(Act(StageAction.PutOnAir)).State.Find(Amina)!.OnAir);
    }

    [Fact]
    public void Given_a_stage_is_opened_then_those_at_its_door_come_in()
    {
        var waiting = Rehearsal().Apply(Link(LinkState.Connected)).State;
        var opened = waiting.Apply(new StageCommand.EventIs(StagePhase.Rehearsal, Open: true));
        Assert.Equal([new StageEffect.Permit(Amina, new(true, true, true))], opened.Effects);
        Assert.True(opened.State.Find(Amina)!.OnAir);
    }

    [Fact]
    public void The_end_takes_everybody_off_and_closes_the_media()
    {
        var live = Rehearsal().Apply(Act(StageAction.PutOnAir)).State;
        var over = live.Apply(new StageCommand.EventIs(StagePhase.Over, Open: false));
        Assert.Equal([new StageEffect.Close()], over.Effects);
        Assert.False(over.State.Find(Amina)!.OnAir);
        Assert.Equal(StageRefusal.StageClosed, over.State.Apply(Act(StageAction.PutOnAir)).Refusal);
    }

    [Fact]
    public void A_deleted_invite_is_expelled_and_a_renamed_one_keeps_its_place()
    {
        var live = Rehearsal().Apply(Act(StageAction.PutOnAir)).State;

        var renamed = live.Apply(new StageCommand.Invites([new StageSpeaker(Amina, "Amina K.", "Goma", "Africa/Lubumbashi")]));
        Assert.Equal("Amina K.", renamed.State.Find(Amina)!.Name);
        Assert.True(renamed.State.Find(Amina)!.OnAir);

        var deleted = live.Apply(new StageCommand.Invites([]));
        Assert.Equal([new StageEffect.Expel(Amina)], deleted.Effects);
        Assert.Empty(deleted.State.Speakers);
        Assert.Equal(StageRefusal.NoSuchSpeaker, deleted.State.Apply(Act(StageAction.Mute)).Refusal);
    }

    [Fact]
    public void A_snapshot_brings_back_everything_but_the_links()
    {
        var state = Rehearsal().Apply(Act(StageAction.PutOnAir)).State.Apply(Act(StageAction.Mute)).State.Apply(Act(StageAction.CameraOffSelf)).State
            .Apply(Act(StageAction.Ready)).State.Apply(Link(LinkState.Connected)).State;

        var restored = JsonSerializer.Deserialize<StageState>(JsonSerializer.Serialize(state, Json.Options), Json.Options)!;

        Assert.Equal(state.Find(Amina)! with { Link = LinkState.Gone }, restored.Find(Amina));
        Assert.Equal([new StageEffect.Permit(Amina, new(OnAir: true, Audio: false, Video: false))], restored.Reapply());
    }

    [Fact]
    public void A_place_is_kept_for_two_minutes_then_given_up()
    {
        var state = OnAirAndHere().Apply(Link(LinkState.Gone)).State;
        Assert.Equal(Start + StageState.PlaceIsKept, state.NextChange);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), StageSpeakerView.Of(state.Find(Amina)!).LostSince);

        var almost = state.Apply(new StageCommand.Passed(Start + Duration.FromSeconds(119)));
        Assert.Same(state, almost.State);
        var over = state.Apply(new StageCommand.Passed(Start + Duration.FromSeconds(120)));
        Assert.Equal([new StageEffect.Permit(Amina, new(OnAir: false, Audio: true, Video: true))], over.Effects);
        var view = StageSpeakerView.Of(over.State.Find(Amina)!);
        Assert.Equal(("away", false, null), (view.Where, view.KeepsPlace, view.LostSince));
        Assert.Null(over.State.NextChange);
        Assert.Equal("green-room", StageSpeakerView.Of(over.State.Apply(Link(LinkState.Connecting)).State.Find(Amina)!).Where);
    }

    [Fact]
    public void Who_is_back_in_time_keeps_the_place_and_the_two_minutes_begin_anew_with_the_next_loss()
    {
        var state = OnAirAndHere().Apply(Link(LinkState.Gone)).State.Apply(Link(LinkState.Connecting)).State.Apply(Link(LinkState.Connected)).State;
        Assert.Null(state.NextChange);
        var again = state.Apply(new StageCommand.Link(Amina, LinkState.Gone, Start + Duration.FromMinutes(5))).State;
        Assert.Equal(Start + Duration.FromMinutes(7), again.NextChange);
    }

    [Fact]
    public void Who_was_put_on_air_before_coming_is_waited_for_without_an_end()
    {
        var state = Rehearsal().Apply(Act(StageAction.PutOnAir)).State;
        Assert.Null(state.NextChange);
        Assert.Null(StageSpeakerView.Of(state.Find(Amina)!).LostSince);

        var back = OnAirAndHere().Apply(Link(LinkState.Gone)).State.Apply(Act(StageAction.TakeOffAir)).State.Apply(Act(StageAction.PutOnAir)).State;
        Assert.Null(back.NextChange);                               // a moderator decided so, knowing that they are away
    }

    [Fact]
    public void Who_left_by_themselves_keeps_the_place_but_has_none_in_the_picture()
    {
        var state = OnAirAndHere().Apply(Link(LinkState.Gone)).State.Apply(new StageCommand.Leaves(Amina)).State;
        var view = StageSpeakerView.Of(state.Find(Amina)!);
        Assert.Equal((true, null), (view.KeepsPlace, view.LostSince));
        Assert.NotNull(state.NextChange);
        Assert.False(state.Apply(Link(LinkState.Connecting)).State.Find(Amina)!.Left);
        Assert.Same(OnAirAndHere().Find(Amina)!.Name, OnAirAndHere().Apply(new StageCommand.Leaves(Amina)).State.Find(Amina)!.Name);
        Assert.False(OnAirAndHere().Apply(new StageCommand.Leaves(Amina)).State.Find(Amina)!.Left);     // another session is there already
    }

    [Fact]
    public void After_a_restart_the_two_minutes_begin_for_all_who_were_there()
    {
        var stored = JsonSerializer.Deserialize<StageState>(JsonSerializer.Serialize(OnAirAndHere(), Json.Options), Json.Options)!;
        var reopened = stored.Apply(new StageCommand.Reopened(Start + Duration.FromHours(1))).State;
        Assert.Equal(Start + Duration.FromHours(1) + StageState.PlaceIsKept, reopened.NextChange);
        Assert.Null(reopened.Apply(Link(LinkState.Connecting)).State.NextChange);

        var lost = JsonSerializer.Deserialize<StageState>(JsonSerializer.Serialize(OnAirAndHere().Apply(Link(LinkState.Gone)).State, Json.Options), Json.Options)!;
        Assert.Equal(Start + StageState.PlaceIsKept, lost.Apply(new StageCommand.Reopened(Start + Duration.FromHours(1))).State.NextChange);
    }

    [Fact]
    public void The_rung_is_what_the_page_says_until_the_link_is_gone()
    {
        var state = OnAirAndHere().Apply(new StageCommand.Climb(Amina, StageRung.Photos, RungReason.Narrow)).State;
        var view = StageSpeakerView.Of(state.Find(Amina)!);
        Assert.Equal(("photos", "narrow"), (view.Rung, view.RungReason));
        Assert.Equal("video", StageSpeakerView.Of(state.Apply(Link(LinkState.Gone)).State.Find(Amina)!).Rung);
        Assert.Equal(StageRefusal.NoSuchSpeaker, state.Apply(new StageCommand.Climb("joseph", StageRung.Voice, RungReason.Chosen)).Refusal);
    }

    [Fact]
    public void No_photo_stands_in_for_a_camera_that_a_moderator_switched_off()
    {
        var off = OnAirAndHere().Apply(Act(StageAction.SwitchCameraOff)).State;
        Assert.True(StageSpeakerView.Of(off.Find(Amina)!).CameraOffByModerator);
        Assert.True(off.Apply(Act(StageAction.CameraOffSelf)).State.Find(Amina)!.CameraOffByModerator);
        Assert.False(off.Apply(Act(StageAction.CameraOnSelf)).State.Find(Amina)!.CameraOffByModerator);
        Assert.False(OnAirAndHere().Apply(Act(StageAction.CameraOffSelf)).State.Find(Amina)!.CameraOffByModerator);
    }

    private static readonly Instant Start = Instant.FromUtc(2027, 3, 16, 13, 0);

    private static StageState OnAirAndHere() => Rehearsal().Apply(Act(StageAction.PutOnAir)).State.Apply(Link(LinkState.Connected)).State;

    private static StageCommand Link(LinkState link) => new StageCommand.Link(Amina, link, Start);

    private static StageCommand Act(StageAction action) => new StageCommand.Act(Amina, action);

    private static StageState Rehearsal() => new StageState { Phase = StagePhase.Rehearsal }
        .Apply(new StageCommand.Invites([new StageSpeaker(Amina, "Amina", "Goma", "Africa/Lubumbashi")])).State;
}
