using LiveDialogue.Mixer;
using LiveDialogue.Server.Stage;

namespace LiveDialogue.Server.Programs;

/// <summary>Somebody on air, as far as the program cares.</summary>
internal sealed record ProgramSpeaker(string Id, string Name, string? Place, string Zone, bool Audible, bool Visible)
{
    public string? Title { get; init; }

    /// <summary>A photo may stand in for a camera that is off.</summary>
    public bool ShowsPhoto { get; init; } = true;

    /// <summary>Those on air now and those whose link is lost while the place is kept, in the order of the stage. Who left has no place in the picture.</summary>
    public static IEnumerable<ProgramSpeaker> OnAir(StageBoard stage) =>
        from speaker in stage.Speakers
        where speaker.Where == "on-air" || speaker.LostSince is not null
        select new ProgramSpeaker(speaker.Id, speaker.Name, speaker.Place, speaker.Zone, speaker.Microphone, speaker.Camera) { Title = speaker.Title, ShowsPhoto = !speaker.CameraOffByModerator };

    public MixInput ToInput() => new(Id, Audible, Visible, GainDecibels: 0) { ShowsPhoto = ShowsPhoto };
}
