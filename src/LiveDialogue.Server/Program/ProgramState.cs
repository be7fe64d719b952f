using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>What an event's program shows and why. Pure: README.md holds the rules. What moderators decided survives a restart, the rest comes again by itself.</summary>
internal sealed record ProgramState
{
    /// <summary>A speaker becomes the large one after speaking this long, on top of what the SFU asks of an active speaker.</summary>
    public static readonly Duration Hysteresis = Duration.FromSeconds(2);

    /// <summary>The moderator's scene; null: the automatic choice.</summary>
    public SceneSpec? Manual { get; init; }

    public SceneSpec? Preview { get; init; }

    /// <summary>Slate and silence, whatever else is decided.</summary>
    public bool Killed { get; init; }

    /// <summary>The live question whose card a moderator took off; null for none.</summary>
    public string? HiddenCard { get; init; }

    [JsonIgnore]
    public string Title { get; init; } = "";

    /// <summary>The event's main one, BCP 47.</summary>
    [JsonIgnore]
    public string Language { get; init; } = "en";

    [JsonIgnore]
    public Instant Start { get; init; }

    /// <summary>In the order of the stage.</summary>
    [JsonIgnore]
    public ImmutableList<ProgramSpeaker> OnAir { get; init; } = [];

    /// <summary>Whose screens come in, in the order in which they began; on air or not.</summary>
    [JsonIgnore]
    public ImmutableList<string> Sharing { get; init; } = [];

    /// <summary>The large one of an automatic scene.</summary>
    [JsonIgnore]
    public string? Featured { get; init; }

    /// <summary>Who speaks now and is about to be featured.</summary>
    [JsonIgnore]
    public RisingSpeaker? Rising { get; init; }

    /// <summary>The question being answered now, as the public sees it.</summary>
    [JsonIgnore]
    public QuestionView? Question { get; init; }

    /// <summary>The question in the event's main language, where somebody or something said it; of this question or of one before.</summary>
    [JsonIgnore]
    public TextView? Said { get; init; }

    [JsonIgnore]
    public QuestionView? Card => Question is { } live && live.Id != HiddenCard ? live : null;

    /// <summary>What is shown while it isn't killed.</summary>
    public SceneSpec SceneAt(Instant now)
    {
        var onAir = OnAir.ConvertAll(speaker => speaker.Id);
        if (Manual is not null && SceneChoice.WithoutHoles(Manual, onAir, Sharing) is { } manual) return manual;
        return SceneChoice.Automatic(onAir, Featured, Presenter, begun: now >= Start);
    }

    /// <summary>When <see cref="Apply(ProgramCommand?, Instant)"/> or <see cref="SceneAt"/> would say something else by themselves; null: never.</summary>
    public Instant? NextChange(Instant now)
    {
        var featured = Rising?.Since + Hysteresis;
        var begins = now < Start ? Start : (Instant?)null;
        return featured is null || begins is null ? featured ?? begins : Instant.Min(featured.Value, begins.Value);
    }

    /// <param name="command">Null: only time went by.</param>
    public ProgramStep Apply(ProgramCommand? command, Instant now) => command switch
    {
        ProgramCommand.Preview preview => Check(preview.Scene) is var refusal and not ProgramRefusal.None ? Refuse(refusal) : To(this with { Preview = preview.Scene }),
        ProgramCommand.Take take => Apply(take),
        ProgramCommand.Automatic => To(this with { Manual = null }),
        ProgramCommand.Kill kill => kill.On == Killed ? To(this) : new(this with { Killed = kill.On }, [new ProgramEffect.Kill(kill.On)]),
        ProgramCommand.ShowCard show => Question?.Id != show.Question.Value ? Refuse(ProgramRefusal.NotLive) : To(this with { HiddenCard = null }),
        ProgramCommand.ClearCard => To(this with { HiddenCard = Question?.Id }),
        ProgramCommand.Asked asked => To(After(asked.Question)),
        ProgramCommand.Said said => To(this with { Said = said.Text }),
        ProgramCommand.Stage stage => Apply(stage, now),
        ProgramCommand.Screens screens => To(this with { Sharing = screens.Sharing }),
        ProgramCommand.EventIs changed => To(this with { Title = changed.Title, Language = changed.Language, Start = changed.Start }),
        _ => To(Settled(now)),
    };

    // The one who began last: two who share at once mustn't flap with who speaks.
    private string? Presenter => Sharing.FindLast(sharer => OnAir.Exists(speaker => speaker.Id == sharer));

    private ProgramStep Apply(ProgramCommand.Take take)
    {
        if ((take.Scene ?? Preview) is not { } scene) return Refuse(ProgramRefusal.NoPreview);

        return Check(scene) is var refusal and not ProgramRefusal.None
            ? Refuse(refusal)
            : To(this with { Manual = scene, Preview = take.Scene is null ? null : Preview });
    }

    private ProgramStep Apply(ProgramCommand.Stage stage, Instant now)
    {
        var active = stage.OnAir.Exists(speaker => speaker.Id == stage.ActiveSpeaker) ? stage.ActiveSpeaker : null;
        var featured = stage.OnAir.Exists(speaker => speaker.Id == Featured) ? Featured : active;       // a place left empty is filled at once
        var rising = active is null || active == featured ? null : Rising?.Speaker == active ? Rising : new RisingSpeaker(active, now);
        var state = (this with { Featured = featured, Rising = rising }).Settled(now);
        return stage.OnAir.SequenceEqual(OnAir) ? new(state, []) : new(state with { OnAir = stage.OnAir }, [new ProgramEffect.SetInputs(stage.OnAir)]);
    }

    private ProgramState After(QuestionView question)
    {
        if (question.State == "live") return this with { Question = question, HiddenCard = question.Id == HiddenCard ? HiddenCard : null };
        return question.Id == Question?.Id ? this with { Question = null, HiddenCard = null } : this;
    }

    private ProgramState Settled(Instant now) =>
        Rising is { } rising && now - rising.Since >= Hysteresis ? this with { Featured = rising.Speaker, Rising = null } : this;

    private ProgramRefusal Check(SceneSpec scene)
    {
        var (least, most) = SceneSpec.Places(scene.Kind);
        if (scene.Speakers.Length < least || scene.Speakers.Length > most) return ProgramRefusal.WrongCount;
        // A presenter may stand beside their own screen; nobody else is shown twice.
        if (scene.Kind is not SceneKind.Shared && scene.Speakers.Distinct().Count() != scene.Speakers.Length) return ProgramRefusal.WrongCount;
        if (scene.Speakers.Any(named => !OnAir.Exists(speaker => speaker.Id == named))) return ProgramRefusal.NotOnAir;
        return scene.Kind is SceneKind.Shared && !Sharing.Contains(scene.Speakers[0]) ? ProgramRefusal.NotSharing : ProgramRefusal.None;
    }

    private static ProgramStep To(ProgramState state) => new(state, []);

    private ProgramStep Refuse(ProgramRefusal why) => new(this, [], why);
}

/// <param name="Since">Without a break.</param>
internal sealed record RisingSpeaker(string Speaker, Instant Since);
