using System.Collections.Immutable;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>How the picture moves, with plain colours for sources and blocks for texts.</summary>
public sealed class CompositorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_change_of_scene_fades_without_a_step_back_in_300_ms()
    {
        using var rig = new PlainRig();
        rig.Compositor.Show(Picture(new Scene.Solo("dark")));
        Assert.Equal(rig.LumaOf("dark"), rig.DrawLuma());

        rig.Compositor.Show(Picture(new Scene.Solo("bright")));
        var seen = Enumerable.Range(0, 18).Select(_ => rig.DrawLuma()).ToList();
        Assert.Equal(seen.Order(), seen);
        Assert.InRange(seen[0], rig.LumaOf("dark"), rig.LumaOf("dark") + 3);
        Assert.True(seen.Distinct().Count() > 8, "a fade, not a cut");
        Assert.True(seen[14] < rig.LumaOf("bright"));
        Assert.Equal(rig.LumaOf("bright"), seen[15]); // 15 ticks of 20 ms
    }

    [Fact]
    public void A_change_in_the_midst_of_another_goes_on_from_what_is_seen()
    {
        using var rig = new PlainRig();
        rig.Compositor.Show(Picture(new Scene.Solo("dark")));
        rig.DrawLuma();
        rig.Compositor.Show(Picture(new Scene.Solo("bright")));
        var last = Enumerable.Range(0, 8).Select(_ => rig.DrawLuma()).ToList()[^1];

        rig.Compositor.Show(Picture(new Scene.Solo("dark")));
        Assert.InRange(rig.DrawLuma(), last - 2, last + 2);
        Assert.Equal(rig.LumaOf("dark"), Enumerable.Range(0, 18).Select(_ => rig.DrawLuma()).ToList()[^1]);
    }

    [Fact]
    public async Task A_card_rises_once_it_is_painted_and_gives_way_to_the_next()
    {
        using var rig = new PlainRig();
        rig.Compositor.Show(Picture(new Scene.Solo("dark")));
        rig.DrawLuma();
        rig.Compositor.Show(Picture(new Scene.Solo("dark"), new("Amina", "one", "en", null)));
        rig.DrawLuma();
        Assert.False(rig.Compositor.IsSettled);
        await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);

        var rising = Enumerable.Range(0, 17).Select(_ => rig.DrawLumaAtCard()).ToList();
        Assert.Equal(rising.Order(), rising);
        Assert.True(rising[^1] > rising[0] + 50);
        Assert.True(rig.Compositor.IsSettled);

        rig.Compositor.Show(Picture(new Scene.Solo("dark")));
        var falling = Enumerable.Range(0, 17).Select(_ => rig.DrawLumaAtCard()).ToList();
        Assert.Equal(falling.OrderDescending(), falling);
        Assert.Equal(rig.LumaOf("dark"), falling[^1]);
    }

    [Fact]
    public async Task A_lower_third_stays_while_its_clock_goes_on()
    {
        using var rig = new PlainRig();
        rig.Compositor.Show(Picture(new Scene.Solo("dark"), place: "15:04"));
        rig.DrawLumaAtCaption();
        await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);
        var shown = Enumerable.Range(0, 17).Select(_ => rig.DrawLumaAtCaption()).ToList()[^1];
        Assert.NotEqual(rig.LumaOf("dark"), shown);

        rig.Painter.Hold();
        rig.Compositor.Show(Picture(new Scene.Solo("dark"), place: "15:05"));
        Assert.Equal(shown, rig.DrawLumaAtCaption());
        rig.Painter.Go();
        await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);
        Assert.Equal(shown, rig.DrawLumaAtCaption());
        Assert.True(rig.Compositor.IsSettled);
    }

    [Fact]
    public async Task Text_that_cannot_be_drawn_leaves_the_rest()
    {
        using var rig = new PlainRig();
        rig.Painter.Fails = true;
        rig.Compositor.Show(Picture(new Scene.Solo("bright"), new("Amina", "one", "en", null), place: "15:04"));
        Assert.Equal(rig.LumaOf("bright"), rig.DrawLuma());
        await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);
        Assert.Equal(rig.LumaOf("bright"), rig.DrawLumaAtCard());
        Assert.True(rig.Compositor.IsSettled);
    }

    [Fact]
    public async Task A_frame_costs_no_allocation_once_nothing_changes()
    {
        using var rig = new PlainRig();
        rig.Compositor.Show(Picture(new Scene.Grid(["dark", "bright", "absent", "dark"]), new("Amina", "one", "en", null), place: "15:04"));
        for (var tick = 0; tick < 40; tick++)
        {
            rig.DrawLuma();
            await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);
        }
        Assert.True(rig.Compositor.IsSettled);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var tick = 0; tick < 100; tick++) rig.DrawLuma();
        }));
    }

    [Fact]
    public async Task Every_frame_is_given_back_in_the_end()
    {
        var rig = new PlainRig();
        for (var scene = 0; scene < 20; scene++)
        {
            rig.Compositor.Show(Picture(new Scene.Solo(scene % 2 == 0 ? "dark" : "bright"), place: $"15:{scene:00}"));
            for (var tick = 0; tick < scene; tick++) rig.DrawLuma();
        }
        await rig.Compositor.TextsReadyAsync().WaitAsync(Patience);
        rig.Dispose();
        Assert.Equal(0, rig.Pool.Outstanding);
    }

    [Fact]
    public void The_ladder_halves_the_picture()
    {
        using var pool = new FramePool();
        var large = Drawn.Plain(pool, 1280, 720, 0x336699);
        var small = pool.Rent(640, 360);
        Ladder.Scale(large, small);
        Assert.All(small.Picture.Y.ToArray(), luma => Assert.Equal(large.Picture.Y[0], luma));
        Assert.All(small.Picture.V.ToArray(), red => Assert.Equal(large.Picture.V[0], red));
        large.Release();
        small.Release();
    }

    private static ProgramPicture Picture(Scene scene, QuestionCard? card = null, string place = "") =>
        new(scene, place.Length == 0 ? ImmutableDictionary<string, Caption>.Empty : ImmutableDictionary<string, Caption>.Empty.Add("dark", new("Dark", "", place)), card, Branding.Default);
}
