using System.Collections.Immutable;

namespace LiveDialogue.Mixer.Scenes;

/// <summary>
/// Where each scene shows its sources. Pure. Sizes are chosen so that pictures of 640x360 (or of its double) mostly come out at
/// 1, 3/4, 1/2 or 3/8 of their size on a canvas of 1280x720: see <see cref="Fitting"/>.
/// </summary>
public static class SceneLayout
{
    /// <summary>Gaps are an eightieth of the canvas's width: 16 on 1280.</summary>
    private const int GapsPerWidth = 80;

    /// <returns>In the order of drawing; areas don't overlap, lie inside the canvas and are even. Empty for a slate.</returns>
    public static ImmutableArray<Tile> Tiles(Scene scene, int width, int height)
    {
        var canvas = new Area(0, 0, width, height);
        return scene switch
        {
            Scene.Solo solo => [Camera(solo.Speaker, canvas)],
            Scene.SideBySide pair => Grid([pair.Left, pair.Right], canvas),
            Scene.Grid grid => Grid(AtMost(grid.Speakers, Scene.MostTiles), canvas),
            Scene.WithStrip { Others.IsDefaultOrEmpty: true } alone => [Camera(alone.Speaker, canvas)],
            Scene.WithStrip strip => WithStrip(strip.Speaker, AtMost(strip.Others, Scene.MostTiles), canvas),
            Scene.Shared { Speaker: null } screen => [Screen(screen.Presenter, canvas)],
            Scene.Shared shared => Shared(shared.Presenter, shared.Speaker, canvas),
            _ => [],
        };
    }

    /// <returns>Where the row of small tiles begins; null in a scene that has none.</returns>
    public static int? StripTop(Scene scene, int width, int height) =>
        scene is Scene.WithStrip { Others.IsDefaultOrEmpty: false } && Tiles(scene, width, height) is [_, var other, ..] ? other.Area.Y : null;

    private static ImmutableArray<Tile> Grid(ImmutableArray<string> speakers, Area canvas)
    {
        if (speakers.Length == 0) return [];
        if (speakers.Length == 1) return [Camera(speakers[0], canvas)];

        var columns = speakers.Length switch { 2 or 3 or 4 => 2, <= 9 => 3, _ => 4 };
        var rows = (speakers.Length + columns - 1) / columns;
        var gap = Gap(canvas);
        var tileWidth = InSixes((canvas.Width - ((columns + 1) * gap)) / columns);
        // Two by two: 612x336 out of 640x360, uncut but for a rim. Three by two: 402x270, 3/4. Three by three fills the height. Four: 300x180, a half.
        var share = (columns, rows) switch { (2, 1) => 346, (2, _) => 336, (3, 2) => 270, (3, _) => 218, _ => 180 };
        var tileHeight = Even(share * canvas.Height / 720);

        var tiles = ImmutableArray.CreateBuilder<Tile>(speakers.Length);
        var top = Even((canvas.Height - (rows * tileHeight) - ((rows - 1) * gap)) / 2);
        for (var row = 0; row < rows; row++)
        {
            var count = Math.Min(columns, speakers.Length - (row * columns));
            var left = Even((canvas.Width - (count * tileWidth) - ((count - 1) * gap)) / 2); // an incomplete row is centred
            for (var column = 0; column < count; column++)
            {
                var area = new Area(left + (column * (tileWidth + gap)), top + (row * (tileHeight + gap)), tileWidth, tileHeight);
                tiles.Add(Camera(speakers[(row * columns) + column], area));
            }
        }
        return tiles.DrainToImmutable();
    }

    /// <summary>The large one at 3/4 of 1280x720, the others beneath, portrait when they are many.</summary>
    private static ImmutableArray<Tile> WithStrip(string speaker, ImmutableArray<string> others, Area canvas)
    {
        var gap = Gap(canvas);
        var large = new Area(Even(canvas.Width / 8), gap, Even(canvas.Width * 3 / 4), Even(canvas.Height * 3 / 4));
        var top = large.Y + large.Height + gap;
        var stripHeight = Even(canvas.Height - top - gap);
        var between = others.Length <= 6 ? gap : Even(gap / 2);
        var tileWidth = InSixes(Math.Min(stripHeight * 16 / 9, (canvas.Width - (2 * gap) - ((others.Length - 1) * between)) / others.Length));
        var left = Even((canvas.Width - (others.Length * tileWidth) - ((others.Length - 1) * between)) / 2);
        return
        [
            Camera(speaker, large),
            .. others.Select((other, place) => Camera(other, new Area(left + (place * (tileWidth + between)), top, tileWidth, stripHeight))),
        ];
    }

    /// <summary>The screen at 3/4 and whole; the one who speaks beside it, so that nothing of the screen is covered.</summary>
    private static ImmutableArray<Tile> Shared(string presenter, string speaker, Area canvas)
    {
        var gap = Gap(canvas);
        var (width, height) = (Even(canvas.Width * 3 / 4), Even(canvas.Height * 3 / 4));
        var screen = new Area(gap, Even((canvas.Height - height) / 2), width, height);
        var left = screen.X + width + gap;
        var cameraHeight = Even(canvas.Height / 4);
        var camera = new Area(left, screen.Y + height - cameraHeight, Even(canvas.Width - gap - left), cameraHeight);
        return [Screen(presenter, screen), Camera(speaker, camera)];
    }

    private static Tile Camera(string speaker, Area area) => new(new(speaker, SourceKind.Camera), area, TileFit.Cover);

    private static Tile Screen(string presenter, Area area) => new(new(presenter, SourceKind.Screen), area, TileFit.Contain);

    private static ImmutableArray<string> AtMost(ImmutableArray<string> speakers, int most) =>
        speakers.IsDefault ? [] : speakers.Length > most ? speakers[..most] : speakers;

    private static int Gap(Area canvas) => Math.Max(2, Even(canvas.Width / GapsPerWidth));

    private static int Even(int pixels) => pixels & ~1;

    /// <summary>Scaling by 3/4 and 3/8 is cheap only where it comes out exactly, for the halved chroma too.</summary>
    private static int InSixes(int pixels) => pixels - (pixels % 6);
}
