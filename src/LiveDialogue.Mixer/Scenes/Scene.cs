using System.Collections.Immutable;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Scenes;

/// <summary>A layout of the program's picture, as a value. Speakers are named by their id on the stage.</summary>
public abstract record Scene
{
    /// <summary>Tiles of a <see cref="Grid"/>, and places in a <see cref="WithStrip"/> beside the big one, at most.</summary>
    public const int MostTiles = 12;

    private Scene() { }

    public sealed record Solo(string Speaker) : Scene;

    public sealed record SideBySide(string Left, string Right) : Scene;

    /// <param name="Speakers">1 to <see cref="MostTiles"/>, in the order of reading.</param>
    public sealed record Grid(ImmutableArray<string> Speakers) : Scene
    {
        public bool Equals(Grid? other) => other is not null && Speakers.SequenceEqual(other.Speakers);

        public override int GetHashCode() => Speakers.Aggregate(0, HashCode.Combine);
    }

    /// <summary>One large, the others small beneath.</summary>
    public sealed record WithStrip(string Speaker, ImmutableArray<string> Others) : Scene
    {
        public bool Equals(WithStrip? other) => other is not null && Speaker == other.Speaker && Others.SequenceEqual(other.Others);

        public override int GetHashCode() => Others.Aggregate(Speaker.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
    }

    /// <summary>A shared screen, with the one who speaks in a corner.</summary>
    /// <param name="Presenter">Whose screen it is.</param>
    /// <param name="Speaker">Whose camera is shown beside it; often the same. Null: the screen alone.</param>
    public sealed record Shared(string Presenter, string? Speaker) : Scene;

    /// <summary>No pictures: before the start, after the end, or when the program must not show anybody.</summary>
    /// <param name="Line">Beneath the title; empty for none.</param>
    /// <param name="Until">What the countdown runs to; null for none.</param>
    public sealed record Slate(string Title, string Line, MonoTime? Until) : Scene;

    /// <param name="Line">Be right back, in the event's language.</param>
    public sealed record BeRightBack(string Title, string Line) : Scene;
}
