using LiveDialogue.Mixer.Picture.Overlays;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Picture;

public sealed class OverlayCacheTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_same_is_painted_once_and_kept_for_its_next_use()
    {
        var painter = new BlockPainter();
        using var cache = new OverlayCache(painter, NullLogger.Instance);
        var first = cache.Acquire(new OverlaySpec.AgeBadge(1));
        await cache.AllPaintedAsync().WaitAsync(Patience);
        cache.Release(first);

        var second = cache.Acquire(new OverlaySpec.AgeBadge(1));
        Assert.Same(first, second);
        Assert.NotNull(second.Sprite);
        Assert.Equal(1, painter.Painted);
        cache.Release(second);
    }

    [Fact]
    public async Task However_much_goes_by_only_some_of_it_is_kept()
    {
        using var cache = new OverlayCache(new BlockPainter(), NullLogger.Instance);
        var held = cache.Acquire(new OverlaySpec.AgeBadge(1));
        for (var number = 2; number < 300; number++)
        {
            var overlay = cache.Acquire(new OverlaySpec.AgeBadge(number));
            await cache.AllPaintedAsync().WaitAsync(Patience);
            cache.Release(overlay);
        }
        Assert.InRange(cache.Count, 2, 64);
        Assert.NotNull(held.Sprite);
        cache.Release(held);
    }

    [Fact]
    public async Task What_failed_is_tried_again_by_the_next_who_wants_it()
    {
        var painter = new BlockPainter { Fails = true };
        using var cache = new OverlayCache(painter, NullLogger.Instance);
        var failed = cache.Acquire(new OverlaySpec.AgeBadge(1));
        await cache.AllPaintedAsync().WaitAsync(Patience);
        Assert.True(failed is { IsSettled: true, Sprite: null });
        cache.Release(failed);

        painter.Fails = false;
        var again = cache.Acquire(new OverlaySpec.AgeBadge(1));
        await cache.AllPaintedAsync().WaitAsync(Patience);
        Assert.NotNull(again.Sprite);
        cache.Release(again);
    }

    [Fact]
    public async Task A_fault_of_ours_on_one_text_leaves_the_others_their_painters()
    {
        var painter = new BlockPainter { Faults = true };
        using var cache = new OverlayCache(painter, NullLogger.Instance);
        var faulty = Enumerable.Range(1, 5).Select(number => cache.Acquire(new OverlaySpec.AgeBadge(number))).ToList();
        await cache.AllPaintedAsync().WaitAsync(Patience);
        Assert.All(faulty, overlay => Assert.True(overlay is { IsSettled: true, Sprite: null }));

        painter.Faults = false;
        var sound = cache.Acquire(new OverlaySpec.AgeBadge(9));
        await cache.AllPaintedAsync().WaitAsync(Patience);
        Assert.NotNull(sound.Sprite);
        foreach (var overlay in faulty.Append(sound)) cache.Release(overlay);
    }

    [Fact]
    public async Task What_nobody_wants_any_more_is_not_painted()
    {
        var painter = new BlockPainter();
        painter.Hold();
        using var cache = new OverlayCache(painter, NullLogger.Instance);
        var wanted = Enumerable.Range(1, 10).Select(number => cache.Acquire(new OverlaySpec.AgeBadge(number))).ToList();
        foreach (var overlay in wanted.Skip(4)) cache.Release(overlay);
        painter.Go();
        await cache.AllPaintedAsync().WaitAsync(Patience);
        Assert.Equal(4, painter.Painted);
        foreach (var overlay in wanted.Take(4)) cache.Release(overlay);
    }
}
