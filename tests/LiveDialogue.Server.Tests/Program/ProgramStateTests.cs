using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class ProgramStateTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 16, 13, 0);
    private Instant _now = Start;
    private ProgramState _state = new() { Title = "Voices", Start = Start };

    [Fact]
    public void A_speaker_is_featured_after_two_seconds_without_a_break()
    {
        OnAir("a", speakers: ["a", "b", "c"]);
        Assert.Equal("WithStrip a b c", Scene);

        Wait(10);
        OnAir("b", speakers: ["a", "b", "c"]);
        Wait(1.9);
        Assert.Equal("WithStrip a b c", Scene);
        Assert.Equal(_now + Duration.FromMilliseconds(100), _state.NextChange(_now));

        Wait(0.1);
        Assert.Equal("WithStrip b a c", Scene);
        Assert.Null(_state.NextChange(_now));
    }

    [Fact]
    public void Speakers_who_interrupt_each_other_do_not_make_the_picture_flap()
    {
        OnAir("a", speakers: ["a", "b", "c"]);
        for (var i = 0; i < 20; i++)
        {
            OnAir(i % 2 == 0 ? "b" : "a", speakers: ["a", "b", "c"]);
            Wait(1.5);
            Assert.Equal("WithStrip a b c", Scene);
        }
    }

    [Fact]
    public void A_featured_speaker_who_leaves_is_replaced_at_once()
    {
        OnAir("a", speakers: ["a", "b", "c", "d"]);
        OnAir("b", speakers: ["b", "c", "d"]);

        Assert.Equal("WithStrip b c d", Scene);
    }

    [Fact]
    public void Before_the_announced_start_an_empty_stage_counts_down_and_from_then_on_it_says_be_right_back()
    {
        _now = Start - Duration.FromMinutes(1);
        Assert.Equal("Slate", Scene);
        Assert.Equal(Start, _state.NextChange(_now));

        Wait(60);
        Assert.Equal("Break", Scene);
    }

    [Fact]
    public void A_taken_scene_stays_while_its_people_come_and_go_until_automatic_again()
    {
        OnAir("a", speakers: ["a", "b", "c"]);
        Assert.Equal(ProgramRefusal.None, Do(new ProgramCommand.Take(new(SceneKind.SideBySide, "b", "c"))));
        Assert.Equal("SideBySide b c", Scene);

        OnAir("a", speakers: ["a", "c"]);
        Assert.Equal("Solo c", Scene);
        OnAir("a", speakers: ["a"]);
        Assert.Equal("Solo a", Scene);                              // none of them is left: the automatic choice stands in
        OnAir("a", speakers: []);
        Assert.Equal("Break", Scene);
        OnAir("a", speakers: ["a", "b", "c"]);
        Assert.Equal("SideBySide b c", Scene);

        Do(new ProgramCommand.Automatic());
        Assert.Equal("WithStrip a b c", Scene);
    }

    [Fact]
    public void A_preview_is_not_shown_before_it_is_taken_and_is_empty_afterwards()
    {
        OnAir(null, speakers: ["a", "b"]);
        Do(new ProgramCommand.Preview(new(SceneKind.Solo, "b")));
        Assert.Equal("SideBySide a b", Scene);

        Assert.Equal(ProgramRefusal.None, Do(new ProgramCommand.Take(null)));
        Assert.Equal("Solo b", Scene);
        Assert.Null(_state.Preview);
        Assert.Equal(ProgramRefusal.NoPreview, Do(new ProgramCommand.Take(null)));
    }

    [Theory]
    [InlineData("Solo", "", "WrongCount")]
    [InlineData("Solo", "a b", "WrongCount")]
    [InlineData("SideBySide", "a a", "WrongCount")]
    [InlineData("Grid", "a b a", "WrongCount")]
    [InlineData("Slate", "a", "WrongCount")]
    [InlineData("Solo", "z", "NotOnAir")]
    [InlineData("WithStrip", "a z", "NotOnAir")]
    [InlineData("Shared", "a b", "NotSharing")]
    [InlineData("Shared", "b b", "None")]
    [InlineData("Break", "", "None")]
    public void A_scene_names_as_many_as_it_has_places_and_only_those_on_air(string kind, string speakers, string expected)
    {
        OnAir(null, speakers: ["a", "b"]);
        Do(new ProgramCommand.Screens(["b"]));
        var scene = new SceneSpec(Enum.Parse<SceneKind>(kind), speakers.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, Do(new ProgramCommand.Preview(scene)).ToString());
        Assert.Equal(expected, Do(new ProgramCommand.Take(scene)).ToString());
    }

    [Fact]
    public void Of_two_shared_screens_the_later_one_is_shown_whoever_speaks()
    {
        OnAir("a", speakers: ["a", "b", "c"]);
        Do(new ProgramCommand.Screens(["a"]));
        Assert.Equal("Shared a a", Scene);
        Do(new ProgramCommand.Screens(["a", "b"]));
        Assert.Equal("Shared b a", Scene);
        OnAir("a", speakers: ["a", "c"]);
        Assert.Equal("Shared a a", Scene);
    }

    [Fact]
    public void The_card_is_that_of_the_live_question_unless_it_was_taken_off()
    {
        Do(Asked("q1", "live"));
        Assert.Equal("q1", _state.Card?.Id);
        Do(new ProgramCommand.ClearCard());
        Assert.Null(_state.Card);
        Do(Asked("q1", "live"));                                    // a vote more, or anything else
        Assert.Null(_state.Card);
        Assert.Equal(ProgramRefusal.NotLive, Do(new ProgramCommand.ShowCard(new("q2"))));
        Assert.Equal(ProgramRefusal.None, Do(new ProgramCommand.ShowCard(new("q1"))));
        Assert.Equal("q1", _state.Card?.Id);

        Do(Asked("q2", "live"));                                    // taken: the other steps back, in either order
        Do(Asked("q1", "shortlisted"));
        Assert.Equal("q2", _state.Card?.Id);
        Do(Asked("q2", "answered"));
        Assert.Null(_state.Card);
    }

    [Fact]
    public void Inputs_and_the_kill_switch_are_told_to_the_mixer_when_they_change()
    {
        var on = _state.Apply(Stage(null, ["a"]), _now);
        Assert.Equal("a", Assert.Single(Assert.IsType<ProgramEffect.SetInputs>(Assert.Single(on.Effects)).OnAir).Id);
        Assert.Empty(on.State.Apply(Stage("a", ["a"]), _now).Effects);

        var killed = on.State.Apply(new ProgramCommand.Kill(true), _now);
        Assert.Equal(new ProgramEffect.Kill(true), Assert.Single(killed.Effects));
        Assert.Empty(killed.State.Apply(new ProgramCommand.Kill(true), _now).Effects);
    }

    [Fact]
    public void What_moderators_decided_is_what_is_stored()
    {
        OnAir("a", speakers: ["a", "b"]);
        Do(new ProgramCommand.Take(new(SceneKind.Solo, "b")));
        Do(new ProgramCommand.Preview(new(SceneKind.Grid, "a", "b")));
        Do(new ProgramCommand.Kill(true));
        Do(Asked("q1", "live"));
        Do(new ProgramCommand.ClearCard());

        var json = JsonSerializer.Serialize(_state, Json.Options);
        var read = JsonSerializer.Deserialize<ProgramState>(json, Json.Options)!;

        Assert.Equal((_state.Manual, _state.Preview, true, "q1"), (read.Manual, read.Preview, read.Killed, read.HiddenCard));
        Assert.Empty(read.OnAir);
        Assert.DoesNotContain("Amina", json, StringComparison.Ordinal);
    }

    private string Scene => _state.SceneAt(_now) is var scene ? string.Join(' ', scene.Speakers.Prepend(scene.Kind.ToString())) : "";

    private static ProgramCommand.Asked Asked(string id, string state) => new(new QuestionView { Id = id, State = state, Text = "Why?", Name = "Amina" });

    private static ProgramCommand.Stage Stage(string? active, string[] speakers) =>
        new([.. speakers.Select(id => new ProgramSpeaker(id, id, "Goma", "Africa/Lubumbashi", Audible: true, Visible: true))], active);

    private void OnAir(string? active, string[] speakers) => Do(Stage(active, speakers));

    private void Wait(double seconds)
    {
        _now += Duration.FromSeconds(seconds);
        _state = _state.Apply(null, _now).State;
    }

    private ProgramRefusal Do(ProgramCommand command)
    {
        var step = _state.Apply(command, _now);
        _state = step.State;
        return step.Refusal;
    }
}
