using System.Collections.Immutable;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>Everything that can change a program.</summary>
internal abstract record ProgramCommand
{
    private ProgramCommand()
    {
    }

    /// <summary>A moderator looks at a scene before showing it.</summary>
    public sealed record Preview(SceneSpec Scene) : ProgramCommand;

    /// <param name="Scene">Null: the preview.</param>
    public sealed record Take(SceneSpec? Scene) : ProgramCommand;

    public sealed record Automatic : ProgramCommand;

    /// <summary>The kill switch.</summary>
    public sealed record Kill(bool On) : ProgramCommand;

    public sealed record ShowCard(QuestionId Question) : ProgramCommand;

    public sealed record ClearCard : ProgramCommand;

    /// <summary>A question as the public board shows it now.</summary>
    public sealed record Asked(QuestionView Question) : ProgramCommand;

    /// <summary>The live question in the event's main language; null where nobody has said it in that yet.</summary>
    public sealed record Said(TextView? Text) : ProgramCommand;

    /// <summary>Who is on air, and who of them speaks.</summary>
    public sealed record Stage(ImmutableList<ProgramSpeaker> OnAir, string? ActiveSpeaker) : ProgramCommand;

    /// <summary>Whose screens come in, in the order in which they began.</summary>
    public sealed record Screens(ImmutableList<string> Sharing) : ProgramCommand;

    public sealed record EventIs(string Title, string Language, Instant Start) : ProgramCommand;
}

/// <summary>Why a command changed nothing.</summary>
internal enum ProgramRefusal
{
    None,

    /// <summary>There is no program: the event isn't live, or it is over.</summary>
    Off,

    /// <summary>Take without a preview.</summary>
    NoPreview,

    /// <summary>Fewer or more people than the scene has places, or one of them twice.</summary>
    WrongCount,

    /// <summary>Somebody named isn't on air.</summary>
    NotOnAir,

    /// <summary>The presenter shares no screen.</summary>
    NotSharing,

    /// <summary>The question isn't the one being answered now.</summary>
    NotLive,
}

/// <summary>What the mixer is told after a change, beside its picture.</summary>
internal abstract record ProgramEffect
{
    private ProgramEffect()
    {
    }

    public sealed record SetInputs(ImmutableList<ProgramSpeaker> OnAir) : ProgramEffect;

    public sealed record Kill(bool On) : ProgramEffect;
}

/// <param name="State">The same object when nothing changed.</param>
internal readonly record struct ProgramStep(ProgramState State, IReadOnlyList<ProgramEffect> Effects, ProgramRefusal Refusal = ProgramRefusal.None);
