using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Server.Programs;

/// <summary>Which scene fits those on air. Pure; README.md holds the table.</summary>
internal static class SceneChoice
{
    /// <summary>More faces than this beneath a speaker are too small to be recognised.</summary>
    private const int MostWithStrip = 9;

    /// <param name="onAir">In the order of the stage.</param>
    /// <param name="featured">Who speaks, and has for a while; null while nobody did.</param>
    /// <param name="presenter">Whose screen is shared; null for none.</param>
    /// <param name="begun">The announced start is over.</param>
    public static SceneSpec Automatic(IReadOnlyList<string> onAir, string? featured, string? presenter, bool begun)
    {
        if (onAir.Count == 0) return new(begun ? SceneKind.Break : SceneKind.Slate);
        if (presenter is not null) return new(SceneKind.Shared, presenter, featured ?? presenter);
        if (onAir.Count == 1) return new(SceneKind.Solo, onAir);
        if (onAir.Count == 2) return new(SceneKind.SideBySide, onAir);
        if (featured is not null && onAir.Count <= MostWithStrip) return new(SceneKind.WithStrip, onAir.Where(other => other != featured).Prepend(featured));

        var shown = onAir.Take(Scene.MostTiles).ToList();
        if (featured is not null && !shown.Contains(featured)) shown[^1] = featured;
        return new(SceneKind.Grid, shown);
    }

    /// <summary>A moderator's scene without those who aren't there: the rest fill their places.</summary>
    /// <returns>Null when none of its people is left, and the automatic choice stands in until one is back.</returns>
    public static SceneSpec? WithoutHoles(SceneSpec wanted, IReadOnlyCollection<string> onAir, IReadOnlyCollection<string> sharing)
    {
        if (wanted.Speakers.IsEmpty) return wanted;

        var there = wanted.Speakers.Where(onAir.Contains).ToList();
        if (there.Count == 0) return null;
        if (wanted.Kind is SceneKind.Shared)
        {
            var presenter = wanted.Speakers[0];
            return there.Contains(presenter) && sharing.Contains(presenter) ? new(SceneKind.Shared, there) : new(SceneKind.Solo, there[^1]);
        }
        if (there.Count == wanted.Speakers.Length) return wanted;
        return there.Count == 1 ? new(SceneKind.Solo, there) : new(wanted.Kind, there);
    }
}
