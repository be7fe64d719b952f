using LiveDialogue.Mixer.Picture;

namespace LiveDialogue.Mixer.Tests.Picture;

public sealed class FramePoolTests
{
    [Fact]
    public void However_many_sizes_a_sender_goes_through_only_so_much_memory_is_kept()
    {
        using var pool = new FramePool();
        for (var size = 0; size < 200; size++)
        {
            var frames = Enumerable.Range(0, 4).Select(_ => pool.Rent(1280 - (2 * size), 720)).ToList();
            foreach (var frame in frames) frame.Release();
        }
        Assert.InRange(pool.BytesKept, 1, FramePool.MostBytesKept);
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void What_is_in_use_is_kept_however_many_sizes_come_and_go()
    {
        using var pool = new FramePool();
        var canvas = pool.Rent(1280, 720);
        canvas.Release();
        for (var size = 0; size < 200; size++)
        {
            var used = pool.Rent(1280, 720);
            Assert.Same(canvas, used);
            used.Release();
            pool.Rent(1278 - (2 * size), 720).Release();
        }
    }
}
