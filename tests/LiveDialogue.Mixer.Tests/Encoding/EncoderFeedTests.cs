using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Encoding;

public sealed class EncoderFeedTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly EncoderFeed _feed = new(30, patient: false);
    private readonly float[] _samples = new float[1920];
    private long _frames;

    [Fact]
    public void Pictures_and_sound_come_in_the_order_of_their_times()
    {
        for (var tick = 0; tick < 3; tick++) Offer(tick);
        for (var frame = 0; frame < 4; frame++) OfferSound();

        Assert.Equal(["p0", "s0", "s1", "p1", "s2", "s3", "p2"], Enumerable.Range(0, 7).Select(_ => Take()));
    }

    [Fact]
    public void A_full_feed_drops_whole_ticks_but_no_sound_and_makes_up_for_the_keyframe()
    {
        for (var tick = 0; tick < EncoderFeed.MostTicks + 5; tick++) Offer(tick, keyframe: tick == EncoderFeed.MostTicks + 2);
        for (var frame = 0; frame < 60; frame++) OfferSound();
        Assert.Equal(5, _feed.Dropped);

        _feed.Confirm(0, default);
        Offer(100);
        var all = Enumerable.Range(0, EncoderFeed.MostTicks + 60).Select(_ => Take()).ToList();
        Assert.Equal(60, all.Count(s => s[0] == 's'));
        Assert.Equal("p100!", all.Last(s => s[0] == 'p'));
    }

    [Fact]
    public void After_a_rewind_what_was_not_given_back_comes_again_with_a_keyframe_that_all_layers_can_use()
    {
        for (var tick = 0; tick < 6; tick++) Offer(tick);
        for (var tick = 0; tick < 6; tick++) Take();
        _feed.Confirm(2, default);
        _feed.Rewind(new(EveryLayer: 2, AnyLayer: 3, EverySound: -2), default);

        Assert.Equal(["p3", "p4!", "p5"], Enumerable.Range(0, 3).Select(_ => Take()));
    }

    [Fact]
    public void Sound_begins_again_on_the_grid_of_aac_and_early_enough()
    {
        for (var frame = 0; frame < 100; frame++) OfferSound();
        for (var frame = 0; frame < 100; frame++) Take();
        _feed.Rewind(new(-1, -1, EverySound: 80), default); // 81 frames of 1024: 1728 ms, the 86th of 20 ms

        Assert.Equal("s80", Take()); // of those whose number divides by 16, the last that leaves two frames of AAC
    }

    [Fact]
    public void Of_sound_that_nobody_takes_the_last_five_seconds_are_kept()
    {
        for (var frame = 0; frame < 1000; frame++) OfferSound();
        Assert.Equal("s744", Take());
    }

    [Fact]
    public void What_waits_when_the_program_is_killed_is_the_slate_and_silent_with_none_missing()
    {
        for (var tick = 0; tick < 5; tick++) Offer(tick);
        Assert.Equal("p0", Take());
        OfferSound();
        var slate = new ProgramTick(0, Keyframe: false, _pool.Rent(4, 4), _pool.Rent(4, 2), _pool.Rent(2, 2));
        _feed.Replace(slate);

        for (var (number, left) = (1, 4); left > 0; left--)
        {
            if (_feed.Take(out var tick, _samples, out _) is FeedItem.Sound)
            {
                Assert.All(_samples, sample => Assert.Equal(0, sample));
                left++;
                continue;
            }
            Assert.Equal((number, number == 1), ((int)tick.Number, tick.Keyframe));
            for (var layer = 0; layer < 3; layer++) Assert.Same(slate[layer], tick[layer]);
            tick.Release();
            number++;
        }
        _feed.Rewind(EncodedPosition.Start, default);       // its encoder died: the next gets the slate too
        Assert.Equal(FeedItem.Picture, _feed.Take(out var again, _samples, out _));
        Assert.Same(slate[0], again[0]);
        again.Release();
        slate.Release();
    }

    [Fact]
    public void Silence_is_counted_only_while_something_waits()
    {
        Assert.Equal(TimeSpan.Zero, _feed.Silence(At(5)));
        Offer(0, at: At(5));
        Assert.Equal(TimeSpan.FromSeconds(2), _feed.Silence(At(7)));
        _feed.Confirm(0, At(7));
        Assert.Equal(TimeSpan.Zero, _feed.Silence(At(9)));
    }

    [Fact]
    public void An_interrupted_feed_ends_at_once_a_completed_one_when_it_is_empty()
    {
        Offer(0);
        _feed.Interrupt();
        Assert.Equal("end", Take());
        _feed.Rewind(EncodedPosition.Start, default);
        _feed.Complete();
        Assert.Equal(["p0!", "end"], Enumerable.Range(0, 2).Select(_ => Take()));
    }

    public void Dispose()
    {
        _feed.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    private void Offer(long tick, bool keyframe = false, MonoTime at = default) =>
        _feed.Offer(new(tick, keyframe, _pool.Rent(4, 4), _pool.Rent(4, 2), _pool.Rent(2, 2)), at);

    private void OfferSound()
    {
        Array.Fill(_samples, _frames++);
        _feed.OfferSound(_samples);
    }

    private string Take()
    {
        switch (_feed.Take(out var tick, _samples, out var frame))
        {
            case FeedItem.Picture:
                tick.Release();
                return $"p{tick.Number}{(tick.Keyframe ? "!" : "")}";
            case FeedItem.Sound:
                Assert.All(_samples, s => Assert.Equal(frame, s));
                return $"s{frame}";
            default:
                return "end";
        }
    }

    private static MonoTime At(int seconds) => new(seconds * 1_000_000L);
}
