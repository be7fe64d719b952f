using LiveDialogue.Server.Ops;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage;

/// <summary>The stage as moderators, hosts and speakers see it: board <c>stage</c>, and GET …/stage.</summary>
/// <param name="State">The event's: draft, published, live or ended (cancelled included).</param>
public sealed record StageBoard(string Event, string State, IReadOnlyList<StageSpeakerView> Speakers)
{
    /// <summary>The board's name and the kind of its change rows, whose payload is this record.</summary>
    public const string Name = "stage";

    internal static StageBoard Of(EventId eventId, StageState stage) => new(
        eventId.Value,
        stage.Phase switch
        {
            StagePhase.Closed => "draft",
            StagePhase.Rehearsal => "published",
            StagePhase.Live => "live",
            _ => "ended",
        },
        [.. stage.Speakers.Select(StageSpeakerView.Of)]);
}

/// <param name="Id">The invite's.</param>
/// <param name="Title">What they are: "UNICEF Representative".</param>
/// <param name="Where">away, green-room or on-air.</param>
/// <param name="Microphone">False: muted, by a moderator or by themselves.</param>
/// <param name="MutedByModerator">Their own unmute works only after ask-unmute.</param>
/// <param name="Link">none, connecting, good or silent (nothing came for 1.5 s).</param>
/// <param name="KeepsPlace">Away, and on air again as soon as they are back; for two minutes, if they were on air before.</param>
/// <param name="CameraOffByModerator">Their own camera-on works; a photo isn't shown meanwhile.</param>
/// <param name="LostSince">Unix milliseconds: since when their link is lost while the place is kept; null else, also for who left by themselves.</param>
/// <param name="Rung">What is sent of them: video, small, photos or voice.</param>
/// <param name="RungReason">Why it isn't more: none, narrow, lossy, slow, lost or chosen.</param>
public sealed record StageSpeakerView(
    string Id,
    string Name,
    string? Place,
    string? Title,
    string Zone,
    string Where,
    bool Ready,
    bool Microphone,
    bool Camera,
    bool MutedByModerator,
    bool AskedToUnmute,
    bool KeepsPlace,
    string Link,
    bool CameraOffByModerator,
    long? LostSince,
    string Rung,
    string RungReason)
{
    internal static StageSpeakerView Of(StageSpeaker speaker) => new(
        speaker.Id,
        speaker.Name,
        speaker.Place,
        speaker.Title,
        speaker.Zone,
        speaker.Link is LinkState.Gone ? "away" : speaker.OnAir ? "on-air" : "green-room",
        speaker.Ready,
        speaker.Microphone,
        speaker.Camera,
        speaker.ServerMuted,
        speaker.AskedToUnmute,
        KeepsPlace: speaker.OnAir && speaker.Link is LinkState.Gone,
        speaker.Link switch
        {
            LinkState.Connecting => "connecting",
            LinkState.Connected => "good",
            LinkState.Silent => "silent",
            _ => "none",
        },
        speaker.CameraOffByModerator,
        LostSince: speaker is { OnAir: true, Left: false, Link: LinkState.Gone } ? speaker.AwaySince : null,
        Json.Word(speaker.Rung),
        Json.Word(speaker.RungReason));
}
