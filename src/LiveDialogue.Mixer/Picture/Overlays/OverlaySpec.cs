using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>All that decides what an overlay looks like, and so its key in the cache. Sizes are pixels of the canvas.</summary>
internal abstract record OverlaySpec
{
    private OverlaySpec() { }

    /// <param name="Width">Of the tile it stands in.</param>
    /// <param name="Unit">A 720th of the canvas's height.</param>
    public sealed record LowerThird(Caption Caption, CaptionSize Size, int Width, uint Accent, double Unit) : OverlaySpec;

    /// <summary>Instead of a picture: the speaker's name, large, in the middle of the tile.</summary>
    public sealed record NamePlate(Caption Caption, int Width, int Height, uint Panel, uint Accent) : OverlaySpec;

    /// <param name="Width">Of the card; it is as high as it needs, up to <paramref name="MostHeight"/>.</param>
    public sealed record Card(QuestionCard Question, int Width, int MostHeight, uint Accent, double Unit) : OverlaySpec;

    /// <summary>Title and line, as large as the canvas.</summary>
    public sealed record Title(string Text, string Line, bool LeavesRoom, int Width, int Height, uint Background, uint Accent) : OverlaySpec;

    /// <summary>0 to 9 and the colon, side by side in cells of one width: see <see cref="Digits"/>.</summary>
    public sealed record DigitRow(double Em, uint Colour) : OverlaySpec;

    /// <summary>A clock and room for four digits.</summary>
    public sealed record AgeBadge(double Unit) : OverlaySpec;

    public sealed record Mark(Logo Logo, int MostWidth, int MostHeight) : OverlaySpec;
}

/// <summary>By the width of the tile.</summary>
internal enum CaptionSize { Tiny, Small, Medium, Large }
