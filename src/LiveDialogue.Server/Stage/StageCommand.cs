using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Stage;

/// <summary>Everything that can change a stage.</summary>
internal abstract record StageCommand
{
    private StageCommand()
    {
    }

    /// <summary>A moderator's or the speaker's own hand.</summary>
    public sealed record Act(string Speaker, StageAction Action) : StageCommand;

    /// <summary>The speakers as the invites say now, in the order of their invitation: new ones come, deleted ones are expelled.</summary>
    public sealed record Invites(IReadOnlyList<StageSpeaker> Speakers) : StageCommand;

    /// <summary>What the SFU sees of a speaker's connection.</summary>
    public sealed record Link(string Speaker, LinkState State, Instant At) : StageCommand;

    /// <summary>The speaker ended the session, as opposed to losing it. Comes with a <see cref="Link"/> that is gone.</summary>
    public sealed record Leaves(string Speaker) : StageCommand;

    /// <summary>What the speaker's page says it sends.</summary>
    public sealed record Climb(string Speaker, StageRung Rung, RungReason Reason) : StageCommand;

    /// <summary>Time went by: places that were kept long enough are given up.</summary>
    public sealed record Passed(Instant Now) : StageCommand;

    /// <summary>The stage is loaded again, and all links with it are gone.</summary>
    public sealed record Reopened(Instant At) : StageCommand;

    /// <summary>The event went live, ended, changed its kind of stage.</summary>
    public sealed record EventIs(StagePhase Phase, bool Open) : StageCommand;
}

/// <summary>The first six by moderators and hosts, the others by the speaker.</summary>
internal enum StageAction
{
    PutOnAir,
    TakeOffAir,
    Mute,
    AskToUnmute,
    SwitchCameraOff,

    Ready,
    NotReady,
    MuteSelf,
    UnmuteSelf,
    CameraOffSelf,
    CameraOnSelf,
}

/// <summary>The event's state as far as the stage cares.</summary>
internal enum StagePhase
{
    /// <summary>Draft: nobody is let in.</summary>
    Closed,

    /// <summary>Published: speakers meet and try, the audience doesn't see them yet.</summary>
    Rehearsal,
    Live,

    /// <summary>Ended or cancelled.</summary>
    Over,
}
