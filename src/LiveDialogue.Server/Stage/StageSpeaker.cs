using System.Text.Json.Serialization;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage;

/// <summary>One speaker of an event's stage, present or not. Everything but <see cref="Link"/> and the rung survives a restart.</summary>
/// <param name="Id">The invite's id; also the <see cref="PublisherId"/>.</param>
/// <param name="Place">The city or office the host wrote; null: the zone speaks for it.</param>
internal sealed record StageSpeaker(string Id, string Name, string? Place, string Zone)
{
    /// <summary>What the person is, as the host wrote it.</summary>
    public string? Title { get; init; }

    /// <summary>Has a place on air, also while the link is lost: who comes back takes the same place.</summary>
    public bool OnAir { get; init; }

    /// <summary>A moderator took them off an open stage: they don't go back on air by joining again.</summary>
    public bool TakenOff { get; init; }

    /// <summary>Said so themselves.</summary>
    public bool Ready { get; init; }

    /// <summary>Muted by a moderator.</summary>
    public bool ServerMuted { get; init; }

    /// <summary>A moderator asks them to speak; their own unmute works again.</summary>
    public bool AskedToUnmute { get; init; }

    public bool SelfMuted { get; init; }
    public bool CameraOff { get; init; }

    /// <summary>A moderator switched the camera off, so that no photo stands in for it either.</summary>
    public bool CameraOffByModerator { get; init; }

    /// <summary>Has a session; after a restart: had one when it began.</summary>
    public bool IsHere { get; init; }

    /// <summary>Unix milliseconds since when the link is gone; null while it is there, and for who never came.</summary>
    public long? AwaySince { get; init; }

    /// <summary>The link is gone because the speaker ended it.</summary>
    public bool Left { get; init; }

    /// <summary>What the speaker's page sends now, by its own measurements.</summary>
    [JsonIgnore]
    public StageRung Rung { get; init; }

    /// <summary>Why it isn't more.</summary>
    [JsonIgnore]
    public RungReason RungReason { get; init; }

    [JsonIgnore]
    public LinkState Link { get; init; } = LinkState.Gone;

    [JsonIgnore]
    public bool Microphone => !ServerMuted && !SelfMuted;

    [JsonIgnore]
    public bool Camera => !CameraOff;

    [JsonIgnore]
    public MediaPermission Permission => new(OnAir, Microphone, Camera);

    /// <summary>
    /// This speaker again, after what was decided since could not be stored. What the SFU saw happened all the same; and whom somebody silenced, hid or
    /// took off air stays so: a full disk must not show who wasn't to be seen any more.
    /// </summary>
    /// <param name="now">What it had come to; null: unknown.</param>
    public StageSpeaker TakenBackFrom(StageSpeaker? now) => now is null ? this : this with
    {
        Link = now.Link,
        IsHere = now.IsHere,
        AwaySince = now.AwaySince,
        Left = now.Left,
        Rung = now.Rung,
        RungReason = now.RungReason,
        OnAir = OnAir && now.OnAir,
        TakenOff = TakenOff || now.TakenOff,
        ServerMuted = ServerMuted || now.ServerMuted,
        AskedToUnmute = AskedToUnmute && now.AskedToUnmute,
        SelfMuted = SelfMuted || now.SelfMuted,
        CameraOff = CameraOff || now.CameraOff,
        CameraOffByModerator = CameraOffByModerator || now.CameraOffByModerator,
    };
}
