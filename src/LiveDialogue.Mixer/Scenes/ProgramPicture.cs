using System.Collections.Immutable;

namespace LiveDialogue.Mixer.Scenes;

/// <summary>All that the program's picture is to show now. Replaced as a whole; the mixer finds what changed and makes the transition.</summary>
/// <param name="Captions">By speaker id; a speaker without one has no lower third.</param>
/// <param name="Card">The question on air; null for none.</param>
public sealed record ProgramPicture(Scene Scene, ImmutableDictionary<string, Caption> Captions, QuestionCard? Card, Branding Branding)
{
    public static readonly ProgramPicture Empty = new(new Scene.Slate("", "", null), ImmutableDictionary<string, Caption>.Empty, null, Branding.Default);

    /// <summary>What the kill switch shows in place of all this; without people or questions.</summary>
    public Scene Cover { get; init; } = new Scene.Slate("", "", null);
}

/// <summary>A lower third. The texts are ready to be drawn; each finds its own direction.</summary>
/// <param name="Role">"Vaccinator, health zone of Karisimbi"; empty for none.</param>
/// <param name="Place">"Goma · 15:04", the local time included; empty for none.</param>
public sealed record Caption(string Name, string Role, string Place);

/// <summary>A question as shown on air.</summary>
/// <param name="Asker">"Amina, Kinshasa"; empty for none.</param>
/// <param name="Text">In the language it was asked in.</param>
/// <param name="Language">BCP 47, of <paramref name="Text"/>: chooses the font.</param>
/// <param name="Translation">In the event's language; null where that is the same.</param>
public sealed record QuestionCard(string Asker, string Text, string Language, CardText? Translation);

/// <param name="Label">"translated"; shown beside it; empty for a person's translation.</param>
public sealed record CardText(string Text, string Language, string Label);

/// <summary>An organisation's colours and logo. Text colours are chosen by contrast, not given.</summary>
/// <param name="Background">Behind tiles and on slates; 0xRRGGBB.</param>
/// <param name="Accent">Of the active speaker's frame and the caption's edge; 0xRRGGBB.</param>
/// <param name="Logo">RGBA picture, straight alpha; null for none.</param>
public sealed record Branding(uint Background, uint Accent, Logo? Logo)
{
    public static readonly Branding Default = new(0x14202E, 0x0B6E99, null);
}

/// <param name="Rgba">Width * Height * 4 bytes, rows from the top.</param>
public sealed record Logo(int Width, int Height, ImmutableArray<byte> Rgba);
