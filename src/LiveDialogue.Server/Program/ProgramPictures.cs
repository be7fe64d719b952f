using System.Collections.Immutable;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Texts;
using LiveDialogue.Wire;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>What the mixer is to draw for a state at a moment, every text ready. Pure.</summary>
internal static class ProgramPictures
{
    /// <param name="start">The announced start on the mixer's clock: what a countdown runs to.</param>
    public static ProgramPicture Of(ProgramState state, Instant now, MonoTime start)
    {
        var texts = Wording.For(state.Language);
        var spec = state.SceneAt(now);
        var waits = now < state.Start;
        var line = spec.Kind switch
        {
            SceneKind.Slate => texts[waits ? "slate.starts-in" : "countdown.late"],
            SceneKind.Break => texts["slate.back-soon"],
            _ => "",
        };
        return new(
            SceneOf(spec, state.Title, line, waits ? start : null),
            state.OnAir.ToImmutableDictionary(speaker => speaker.Id, speaker => CaptionOf(speaker, now), StringComparer.Ordinal),
            state.Card is { } card ? CardOf(card, state.Said?.Question == card.Id ? state.Said : null, texts) : null,
            Branding.Default)
        {
            Cover = new Scene.BeRightBack(state.Title, texts["slate.back-soon"]),
        };
    }

    /// <summary>The same picture; <see cref="ProgramPicture"/> compares its captions by reference.</summary>
    public static bool Same(ProgramPicture? left, ProgramPicture right) =>
        left is not null && left.Scene == right.Scene && left.Card == right.Card && left.Branding == right.Branding && left.Cover == right.Cover
        && left.Captions.Count == right.Captions.Count && left.Captions.All(caption => right.Captions.TryGetValue(caption.Key, out var other) && other == caption.Value);

    public static Scene SceneOf(SceneSpec spec, string title, string line, MonoTime? until) => spec.Kind switch
    {
        SceneKind.Solo => new Scene.Solo(spec.Speakers[0]),
        SceneKind.SideBySide => new Scene.SideBySide(spec.Speakers[0], spec.Speakers[1]),
        SceneKind.Grid => new Scene.Grid(spec.Speakers),
        SceneKind.WithStrip => new Scene.WithStrip(spec.Speakers[0], spec.Speakers[1..]),
        SceneKind.Shared => new Scene.Shared(spec.Speakers[0], spec.Speakers.Length > 1 ? spec.Speakers[1] : null),
        SceneKind.Slate => new Scene.Slate(title, line, until),
        _ => new Scene.BeRightBack(title, line),
    };

    // "Goma · 15:04": the place and its hour, like the clock strip of the pages.
    private static Caption CaptionOf(ProgramSpeaker speaker, Instant now)
    {
        var local = now.InZone(Zones.Get(speaker.Zone)).TimeOfDay;
        return new(speaker.Name, speaker.Title ?? "", $"{speaker.Place ?? Zones.City(speaker.Zone)} · {DateWords.Hour(local)}");
    }

    // In the card's own order, each part isolated by the strip's layout: names and places are in any script.
    private static QuestionCard CardOf(QuestionView question, TextView? said, Wording texts) => new(
        string.Join(" · ", new[] { question.Name, question.Country }.Where(part => !string.IsNullOrEmpty(part))),
        question.Text ?? "",
        question.Language ?? "und",
        said?.Text is { } text ? new(text, said.Language, said.Machine ? texts["text.card"] : "") : null);
}
