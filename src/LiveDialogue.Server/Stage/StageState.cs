using System.Collections.Immutable;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage;

/// <summary>Who is on an event's stage and what of them is passed on. Pure: README.md holds the rules.</summary>
internal sealed record StageState
{
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
        _ => Nothing(),
    };

    /// <summary>Tells a new SFU what was decided before the restart.</summary>
    public IReadOnlyList<StageEffect> Reapply() =>
        Phase is StagePhase.Over ? [] : [.. Speakers.Select(speaker => new StageEffect.Permit(speaker.Id, speaker.Permission))];

    public StageSpeaker? Find(string speaker) => Speakers.Find(other => other.Id == speaker);

    private StageStep Apply(StageCommand.Act act)
    {
        if (Find(act.Speaker) is not { } speaker) return Refuse(StageRefusal.NoSuchSpeaker);
        if (Phase is StagePhase.Closed or StagePhase.Over) return Refuse(StageRefusal.StageClosed);
        if (act.Action is StageAction.UnmuteSelf && speaker is { ServerMuted: true, AskedToUnmute: false }) return Refuse(StageRefusal.MutedByModerator);

        return Replace(speaker, act.Action switch
        {
            StageAction.PutOnAir => speaker with { OnAir = true, TakenOff = false },
            StageAction.TakeOffAir => speaker with { OnAir = false, TakenOff = true, Ready = false },
            StageAction.Mute => speaker with { ServerMuted = true, AskedToUnmute = false },
            StageAction.AskToUnmute => speaker with { AskedToUnmute = !speaker.Microphone },
            StageAction.SwitchCameraOff or StageAction.CameraOffSelf => speaker with { CameraOff = true },
            StageAction.Ready => speaker with { Ready = true },
            StageAction.NotReady => speaker with { Ready = false },
            StageAction.MuteSelf => speaker with { SelfMuted = true },
            StageAction.UnmuteSelf => speaker with { SelfMuted = false, ServerMuted = false, AskedToUnmute = false },
            _ => speaker with { CameraOff = false },
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

        var joins = speaker.Link is LinkState.Gone && link.State is not LinkState.Gone;
        return Replace(speaker, speaker with { Link = link.State, OnAir = speaker.OnAir || (joins && Open && !speaker.TakenOff && IsOpenNow) });
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
