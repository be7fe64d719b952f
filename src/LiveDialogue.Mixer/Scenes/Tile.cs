namespace LiveDialogue.Mixer.Scenes;

/// <summary>A rectangle of the program's canvas, in pixels from the top left; all even, since chroma is halved.</summary>
public readonly record struct Area(int X, int Y, int Width, int Height);

/// <summary>Where a scene shows a source.</summary>
/// <param name="Fit">Cover: cut to fill the area (cameras). Contain: whole, with the background around it (screens).</param>
public readonly record struct Tile(SourceId Source, Area Area, TileFit Fit);

public enum TileFit { Cover, Contain }
