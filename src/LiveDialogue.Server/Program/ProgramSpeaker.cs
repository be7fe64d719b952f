using LiveDialogue.Mixer;
using LiveDialogue.Server.Stage;

namespace LiveDialogue.Server.Programs;

/// <summary>Somebody on air, as far as the program cares.</summary>
internal sealed record ProgramSpeaker(string Id, string Name, string? Place, string Zone, bool Audible, bool Visible)
{
    public string? Title { get; init; }

    /// <summary>Those on air now, in the order of the stage. Who is away keeps a place on the stage but has none in the picture.</summary>
    public static IEnumerable<ProgramSpeaker> OnAir(StageBoard stage) =>
        from speaker in stage.Speakers
        where speaker.Where == "on-air"
        select new ProgramSpeaker(speaker.Id, speaker.Name, speaker.Place, speaker.Zone, speaker.Microphone, speaker.Camera) { Title = speaker.Title };

    public MixInput ToInput() => new(Id, Audible, Visible, GainDecibels: 0);
}
