using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage;

/// <summary>What the SFU is told after a change of the stage.</summary>
internal abstract record StageEffect
{
    private StageEffect()
    {
    }

    public sealed record Permit(string Speaker, MediaPermission Permission) : StageEffect;

    public sealed record Expel(string Speaker) : StageEffect;

    public sealed record Close : StageEffect;
}

/// <summary>Why a command changed nothing; its wire form stands in the 409.</summary>
internal enum StageRefusal
{
    None,
    NoSuchSpeaker,

    /// <summary>The event is a draft, or over.</summary>
    StageClosed,

    /// <summary>A moderator muted them and hasn't asked them to speak since.</summary>
    MutedByModerator,
}

/// <param name="State">The same object when nothing changed.</param>
internal readonly record struct StageStep(StageState State, IReadOnlyList<StageEffect> Effects, StageRefusal Refusal = StageRefusal.None);
