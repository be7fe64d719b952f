using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Tests.Stages;

public sealed class SlotAssignmentTests
{
    [Fact]
    public void Who_has_a_slot_keeps_it_when_others_come_and_go()
    {
        var slots = new StageSource?[3];
        AssignTo(StageView.OnAir, MediaKind.Video, slots, "a", "b", "c");
        Assert.Equal("a b c", Text(slots));

        AssignTo(StageView.OnAir, MediaKind.Video, slots, "a", "c");
        Assert.Equal("a - c", Text(slots));

        AssignTo(StageView.OnAir, MediaKind.Video, slots, "d", "a", "c");
        Assert.Equal("a d c", Text(slots));
        Assert.False(AssignTo(StageView.OnAir, MediaKind.Video, slots, "c", "a", "d"));
    }

    [Fact]
    public void Nobody_is_shown_to_themselves()
    {
        var slots = new StageSource?[2];
        SlotAssignment.Assign(StageView.OnAir, MediaKind.Video, new PublisherId("a"), null, People("a", "b"), slots);

        Assert.Equal("b -", Text(slots));
    }

    [Fact]
    public void The_first_video_slot_of_the_program_follows_the_active_speaker_by_exchange()
    {
        var slots = new StageSource?[3];
        SlotAssignment.Assign(StageView.Program, MediaKind.Video, null, null, People("a", "b", "c"), slots);
        SlotAssignment.Assign(StageView.Program, MediaKind.Video, null, new PublisherId("c"), People("a", "b", "c"), slots);
        Assert.Equal("c b a", Text(slots));

        SlotAssignment.Assign(StageView.Program, MediaKind.Video, null, new PublisherId("d"), People("a", "b", "c", "d"), slots);
        Assert.Equal("d", slots[0]!.Value.Publisher.Value);
        Assert.Equal(3, slots.Distinct().Count());
    }

    [Fact]
    public void The_first_video_slot_of_the_program_is_not_empty_while_another_is_filled()
    {
        var slots = new StageSource?[] { new(new("a")), new(new("b")), null };
        AssignTo(StageView.Program, MediaKind.Video, slots, "b");

        Assert.Equal("b - -", Text(slots));
    }

    [Fact]
    public void A_viewer_with_one_slot_sees_the_active_speaker()
    {
        var slots = new StageSource?[] { new(new("a")) };
        SlotAssignment.Assign(StageView.Program, MediaKind.Video, null, new PublisherId("b"), People("a", "b"), slots);

        Assert.Equal("b", Text(slots));
    }

    [Fact]
    public void Too_few_audio_slots_carry_the_loudest_and_a_little_louder_is_not_enough()
    {
        var slots = new StageSource?[2];
        SlotAssignment.Assign(StageView.Program, MediaKind.Audio, null, null, [Loud("a", 40), Loud("b", 80), Loud("c", 70)], slots);
        Assert.Equal("b c", Text(slots));

        SlotAssignment.Assign(StageView.Program, MediaKind.Audio, null, null, [Loud("a", 75), Loud("b", 80), Loud("c", 70)], slots);
        Assert.Equal("b c", Text(slots));

        SlotAssignment.Assign(StageView.Program, MediaKind.Audio, null, null, [Loud("a", 78), Loud("b", 80), Loud("c", 70)], slots);
        Assert.Equal("b a", Text(slots));
    }

    [Fact]
    public void The_green_room_is_backstage_only_and_gives_way_to_those_on_air()
    {
        StageCandidate waiting = new(new("w"), OnAir: false, HasAudio: true, HasVideo: true, 0);
        var audience = new StageSource?[2];
        var backstage = new StageSource?[2];

        Assign(StageView.Program, MediaKind.Video, audience, [waiting, .. People("a")]);
        Assign(StageView.Backstage, MediaKind.Video, backstage, [waiting, .. People("a")]);
        Assert.Equal("a -", Text(audience));
        Assert.Equal("a w", Text(backstage));

        Assign(StageView.Backstage, MediaKind.Video, backstage, [waiting, .. People("a", "b")]);
        Assert.Equal("a b", Text(backstage));
    }

    [Fact]
    public void Who_sends_no_picture_gets_no_picture_slot()
    {
        var slots = new StageSource?[1];
        Assign(StageView.OnAir, MediaKind.Video, slots, [new(new("radio"), OnAir: true, HasAudio: true, HasVideo: false, 90)]);

        Assert.Equal("-", Text(slots));
    }

    [Fact]
    public void A_shared_screen_has_a_slot_on_stage_before_the_last_camera_and_none_in_the_audience()
    {
        StageCandidate presenter = new(new("p"), OnAir: true, HasAudio: true, HasVideo: true, 0) { HasScreen = true };
        var speaker = new StageSource?[3];
        Assign(StageView.OnAir, MediaKind.Video, speaker, [.. People("a"), presenter]);
        Assert.Equal("a p p*", Text(speaker));

        var few = new StageSource?[2];
        Assign(StageView.OnAir, MediaKind.Video, few, [.. People("a"), presenter]);
        Assert.Contains("p*", Text(few), StringComparison.Ordinal);

        var own = new StageSource?[3];
        SlotAssignment.Assign(StageView.OnAir, MediaKind.Video, new PublisherId("p"), null, [.. People("a"), presenter], own);
        Assert.Equal("a - -", Text(own));

        var audience = new StageSource?[3];
        Assign(StageView.Program, MediaKind.Video, audience, [.. People("a"), presenter]);
        Assert.Equal("a p -", Text(audience));

        var sound = new StageSource?[3];
        Assign(StageView.OnAir, MediaKind.Audio, sound, [.. People("a"), presenter]);
        Assert.Equal("a p -", Text(sound));
    }

    private static bool AssignTo(StageView view, MediaKind kind, StageSource?[] slots, params string[] people) => Assign(view, kind, slots, People(people));

    private static bool Assign(StageView view, MediaKind kind, StageSource?[] slots, IReadOnlyList<StageCandidate> candidates) =>
        SlotAssignment.Assign(view, kind, self: null, activeSpeaker: null, candidates, slots);

    private static StageCandidate Loud(string id, int loudness) => new(new(id), OnAir: true, HasAudio: true, HasVideo: true, loudness);

    private static StageCandidate[] People(params string[] ids) => [.. ids.Select(id => Loud(id, 50))];

    private static string Text(StageSource?[] slots) => string.Join(' ', slots.Select(s => s is { } held ? held.Publisher.Value + (held.IsScreen ? "*" : "") : "-"));
}
