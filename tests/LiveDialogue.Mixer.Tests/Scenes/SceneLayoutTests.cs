using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Scenes;

public sealed class SceneLayoutTests
{
    private static readonly string[] Speakers = [.. Enumerable.Range(1, 14).Select(number => $"s{number}")];

    public static TheoryData<Scene, int> Scenes
    {
        get
        {
            var scenes = new TheoryData<Scene, int> { { new Scene.Solo("s1"), 1 }, { new Scene.SideBySide("s1", "s2"), 2 }, { new Scene.Shared("s1", "s2"), 2 }, { new Scene.Shared("s1", null), 1 } };
            for (var count = 1; count <= Scene.MostTiles; count++)
            {
                scenes.Add(new Scene.Grid([.. Speakers.Take(count)]), count);
                scenes.Add(new Scene.WithStrip("big", [.. Speakers.Take(count)]), count + 1);
            }
            scenes.Add(new Scene.WithStrip("big", []), 1);
            scenes.Add(new Scene.Grid([]), 0);
            scenes.Add(new Scene.Slate("t", "l", null), 0);
            scenes.Add(new Scene.BeRightBack("t", "l"), 0);
            return scenes;
        }
    }

    [Theory, MemberData(nameof(Scenes))]
    public void Tiles_lie_inside_the_canvas_even_and_apart(Scene scene, int count)
    {
        foreach (var (width, height) in new[] { (1280, 720), (640, 360), (1920, 1080), (854, 480) })
        {
            var tiles = SceneLayout.Tiles(scene, width, height);
            Assert.Equal(count, tiles.Length);
            foreach (var (_, area, _) in tiles)
            {
                Assert.Equal(0, (area.X | area.Y | area.Width | area.Height) & 1);
                Assert.InRange(area.X, 0, width - area.Width);
                Assert.InRange(area.Y, 0, height - area.Height);
                Assert.InRange(area.Width, 32, width);
                Assert.InRange(area.Height, 32, height);
            }
            for (var one = 0; one < tiles.Length; one++)
                for (var other = 0; other < one; other++)
                    Assert.False(Overlap(tiles[one].Area, tiles[other].Area), $"{tiles[one]} and {tiles[other]} overlap on {width}x{height}");
        }
    }

    [Fact]
    public void A_grid_is_read_in_the_order_it_was_given()
    {
        for (var count = 1; count <= Scene.MostTiles; count++)
        {
            var tiles = SceneLayout.Tiles(new Scene.Grid([.. Speakers.Take(count)]), 1280, 720);
            Assert.Equal(Speakers.Take(count), tiles.Select(tile => tile.Source.Speaker));
            Assert.Equal(tiles, tiles.OrderBy(tile => tile.Area.Y).ThenBy(tile => tile.Area.X));
        }
    }

    [Fact]
    public void Who_is_too_many_for_a_scene_is_left_out()
    {
        Assert.Equal(Scene.MostTiles, SceneLayout.Tiles(new Scene.Grid([.. Speakers]), 1280, 720).Length);
        Assert.Equal(Scene.MostTiles + 1, SceneLayout.Tiles(new Scene.WithStrip("big", [.. Speakers]), 1280, 720).Length);
    }

    [Fact]
    public void A_shared_screen_is_shown_whole_and_its_speaker_beside_it()
    {
        var tiles = SceneLayout.Tiles(new Scene.Shared("s1", "s2"), 1280, 720);
        Assert.Equal((new SourceId("s1", SourceKind.Screen), TileFit.Contain), (tiles[0].Source, tiles[0].Fit));
        Assert.Equal((new SourceId("s2", SourceKind.Camera), TileFit.Cover), (tiles[1].Source, tiles[1].Fit));
        Assert.True(tiles[0].Area.Width > 3 * tiles[1].Area.Width);
    }

    [Theory]
    [InlineData(2, 1.0), InlineData(3, 1.0), InlineData(4, 1.0), InlineData(5, 0.75), InlineData(6, 0.75), InlineData(10, 0.5), InlineData(11, 0.5), InlineData(12, 0.5)]
    public void Most_grids_scale_a_small_picture_by_a_cheap_ratio(int count, double scale)
    {
        foreach (var tile in SceneLayout.Tiles(new Scene.Grid([.. Speakers.Take(count)]), 1280, 720))
        {
            var fitting = Fitting.Of(tile, 640, 360);
            Assert.Equal(fitting.Target.Width, fitting.Crop.Width * scale);
            Assert.Equal(fitting.Target.Height, fitting.Crop.Height * scale);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Any_picture_fits_any_tile(int seed)
    {
        var random = new SeededRandom(seed);
        for (var trial = 0; trial < 2000; trial++)
        {
            int width = 2 + (2 * random.Next(2048)), height = 2 + (2 * random.Next(2048));
            var area = new Area(2 * random.Next(300), 2 * random.Next(150), 2 + (2 * random.Next(340)), 2 + (2 * random.Next(200)));
            foreach (var fit in Enum.GetValues<TileFit>())
            {
                var (crop, target) = Fitting.Of(new(default, area, fit), width, height);
                Assert.Equal(0, (crop.X | crop.Y | crop.Width | crop.Height | target.X | target.Y | target.Width | target.Height) & 1);
                Assert.True(Inside(crop, new(0, 0, width, height)), $"seed {seed}: {crop} of {width}x{height}");
                Assert.True(Inside(target, area), $"seed {seed}: {target} in {area}");
                if (fit == TileFit.Cover) Assert.Equal(area, target);
                else Assert.Equal(new(0, 0, width, height), crop);
            }
        }
    }

    [Fact]
    public void A_covering_picture_keeps_its_proportions()
    {
        var (crop, target) = Fitting.Of(new(default, new(0, 0, 300, 300), TileFit.Cover), 1280, 720);
        Assert.Equal(1.0, (double)crop.Width / crop.Height, 0.01);
        Assert.Equal((300, 300), (target.Width, target.Height));
    }

    private static bool Inside(Area inner, Area outer) =>
        inner is { Width: > 0, Height: > 0 } && inner.X >= outer.X && inner.Y >= outer.Y && inner.X + inner.Width <= outer.X + outer.Width && inner.Y + inner.Height <= outer.Y + outer.Height;

    private static bool Overlap(Area one, Area other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;
}
