using System.Collections.Immutable;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Stage;

/// <summary>Who is on an event's stage and what of them is passed on. Pure: README.md holds the rules.</summary>
internal sealed record StageState
{
    /// <summary>So long a place on air is kept for who lost the link.</summary>
    public static readonly Duration PlaceIsKept = Duration.FromSeconds(120);

    public StagePhase Phase { get; init; } = StagePhase.Closed;

    /// <summary>Speakers are on air as they join.</summary>
    public bool Open { get; init; }

    /// <summary>In the order of their invitation.</summary>
    public ImmutableList<StageSpeaker> Speakers { get; init; } = [];

    public StageStep Apply(StageCommand command) => command switch
    {
        StageCommand.Act act => Apply(act),
        StageCommand.Invites invites => Apply(invites),
        StageCommand.Link link => Apply(link),
        StageCommand.EventIs change => Apply(change),
        StageCommand.Leaves leaves => Apply(leaves),
        StageCommand.Climb climb => Apply(climb),
        StageCommand.Passed passed => GiveUpPlaces(passed.Now),
        StageCommand.Reopened reopened => Apply(reopened),
        _ => Nothing(),
    };

    /// <summary>Tells a new SFU what was decided before the restart.</summary>
    public IReadOnlyList<StageEffect> Reapply() =>
        Phase is StagePhase.Over ? [] : [.. Speakers.Select(speaker => new StageEffect.Permit(speaker.Id, speaker.Permission))];

    /// <summary>When a place that is kept is given up next; null: none is.</summary>
    public Instant? NextChange =>
        Speakers.Where(speaker => speaker.OnAir).Min(speaker => speaker.AwaySince) is { } first ? Instant.FromUnixTimeMilliseconds(first) + PlaceIsKept : null;

    /// <summary>Whose camera was on and isn't, who was on air and isn't: what was seen of them isn't to be shown again.</summary>
    public IEnumerable<string> HiddenSince(StageState before) =>
        from was in ReferenceEquals(before.Speakers, Speakers) ? [] : before.Speakers
        let now = Find(was.Id)
        where (was.Camera && now is not { Camera: true }) || (was.OnAir && now is not { OnAir: true })
        select was.Id;

    public StageSpeaker? Find(string speaker) => Speakers.Find(other => other.Id == speaker);

    private StageStep Apply(StageCommand.Act act)
    {
        if (Find(act.Speaker) is not { } speaker) return Refuse(StageRefusal.NoSuchSpeaker);
        if (Phase is StagePhase.Closed or StagePhase.Over) return Refuse(StageRefusal.StageClosed);
        if (act.Action is StageAction.UnmuteSelf && speaker is { ServerMuted: true, AskedToUnmute: false }) return Refuse(StageRefusal.MutedByModerator);

        return Replace(speaker, act.Action switch
        {
            StageAction.PutOnAir => speaker with { OnAir = true, TakenOff = false, AwaySince = null },   // kept for as long as the moderators like
            StageAction.TakeOffAir => speaker with { OnAir = false, TakenOff = true, Ready = false },
            StageAction.Mute => speaker with { ServerMuted = true, AskedToUnmute = false },
            StageAction.AskToUnmute => speaker with { AskedToUnmute = !speaker.Microphone },
            StageAction.SwitchCameraOff => speaker with { CameraOff = true, CameraOffByModerator = true },
            StageAction.CameraOffSelf => speaker with { CameraOff = true },
            StageAction.Ready => speaker with { Ready = true },
            StageAction.NotReady => speaker with { Ready = false },
            StageAction.MuteSelf => speaker with { SelfMuted = true },
            StageAction.UnmuteSelf => speaker with { SelfMuted = false, ServerMuted = false, AskedToUnmute = false },
            _ => speaker with { CameraOff = false, CameraOffByModerator = false },
        });
    }

    private StageStep Apply(StageCommand.Invites invites)
    {
        var effects = new List<StageEffect>();
        var speakers = ImmutableList.CreateBuilder<StageSpeaker>();
        foreach (var invited in invites.Speakers)
        {
            var known = Find(invited.Id);
            if (known is null) effects.Add(new StageEffect.Permit(invited.Id, invited.Permission));
            speakers.Add(known is null ? invited : known with { Name = invited.Name, Place = invited.Place, Title = invited.Title, Zone = invited.Zone });
        }
        foreach (var known in Speakers)
            if (!invites.Speakers.Any(invited => invited.Id == known.Id)) effects.Add(new StageEffect.Expel(known.Id));

        return speakers.SequenceEqual(Speakers) ? Nothing() : new(this with { Speakers = speakers.ToImmutable() }, effects);
    }

    private StageStep Apply(StageCommand.Link link)
    {
        if (Find(link.Speaker) is not { } speaker) return Refuse(StageRefusal.NoSuchSpeaker);

        if (link.State is LinkState.Gone)
        {
            var away = speaker.IsHere ? link.At.ToUnixTimeMilliseconds() : speaker.AwaySince;
            return Replace(speaker, speaker with { Link = link.State, IsHere = false, AwaySince = away, Rung = StageRung.Video, RungReason = RungReason.None });
        }
        var joins = speaker.Link is LinkState.Gone;
        return Replace(speaker, speaker with
        {
            Link = link.State,
            IsHere = true,
            AwaySince = null,
            Left = false,
            OnAir = speaker.OnAir || (joins && Open && !speaker.TakenOff && IsOpenNow),
        });
    }

    private StageStep Apply(StageCommand.Leaves leaves) =>
        Find(leaves.Speaker) is { Link: LinkState.Gone } speaker ? Replace(speaker, speaker with { Left = true }) : Nothing();

    private StageStep Apply(StageCommand.Climb climb)
    {
        if (Find(climb.Speaker) is not { } speaker) return Refuse(StageRefusal.NoSuchSpeaker);
        if (Phase is StagePhase.Closed or StagePhase.Over) return Refuse(StageRefusal.StageClosed);

        return Replace(speaker, speaker with { Rung = climb.Rung, RungReason = climb.Reason });
    }

    private StageStep Apply(StageCommand.Reopened reopened) => new(
        this with { Speakers = Speakers.ConvertAll(speaker => speaker.IsHere ? speaker with { IsHere = false, AwaySince = reopened.At.ToUnixTimeMilliseconds() } : speaker) },
        []);

    private StageStep GiveUpPlaces(Instant now)
    {
        var step = Nothing();
        var latest = (now - PlaceIsKept).ToUnixTimeMilliseconds();
        foreach (var speaker in Speakers.Where(speaker => speaker.OnAir && speaker.AwaySince <= latest))
        {
            var next = step.State.Replace(speaker, speaker with { OnAir = false, Ready = false, AwaySince = null });
            step = new(next.State, [.. step.Effects, .. next.Effects]);
        }
        return step;
    }

    private StageStep Apply(StageCommand.EventIs change)
    {
        if (change.Phase == Phase && change.Open == Open) return Nothing();

        var state = this with { Phase = change.Phase, Open = change.Open };
        if (change.Phase is StagePhase.Over)
        {
            return new(state with { Speakers = [.. Speakers.Select(speaker => speaker with { OnAir = false, Ready = false, AskedToUnmute = false })] }, [new StageEffect.Close()]);
        }
        if (!state.Open || !state.IsOpenNow) return new(state, []);

        // A stage that opens lets in whoever already waits at its door.
        var speakers = Speakers.ConvertAll(speaker => speaker with { OnAir = speaker.OnAir || (!speaker.TakenOff && speaker.Link is not LinkState.Gone) });
        var admitted = speakers.Where((speaker, index) => speaker.OnAir != Speakers[index].OnAir);
        return new(state with { Speakers = speakers }, [.. admitted.Select(speaker => new StageEffect.Permit(speaker.Id, speaker.Permission))]);
    }

    private bool IsOpenNow => Phase is StagePhase.Rehearsal or StagePhase.Live;

    private StageStep Replace(StageSpeaker before, StageSpeaker after)
    {
        if (after == before) return Nothing();

        IReadOnlyList<StageEffect> effects = after.Permission == before.Permission ? [] : [new StageEffect.Permit(after.Id, after.Permission)];
        return new(this with { Speakers = Speakers.Replace(before, after) }, effects);
    }

    private StageStep Nothing() => new(this, []);

    private StageStep Refuse(StageRefusal why) => new(this, [], why);
}
