using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tests.Congestion;

public sealed class LayerStepsTests
{
    private const long Rate = 100_000;

    [Fact]
    public void A_path_that_was_bad_once_is_asked_each_minute_of_calm_whether_it_is_ample()
    {
        var path = new PathEstimator();
        var steps = new LayerSteps();
        var bad = Silence(path);
        var best = new LayerPlan(Rate, NextRaise: long.MaxValue, Highest: Rate);

        Assert.Equal(bad, path.LastDecrease);
        Assert.Null(steps.ProbeFor(best, path, bad + 19.Seconds()));
        Assert.Equal((long)(Rate * 2.4), steps.ProbeFor(best, path, bad + 20.Seconds()));
        Assert.Null(steps.ProbeFor(best, path, bad + 79.Seconds()));
        Assert.NotNull(steps.ProbeFor(best, path, bad + 90.Seconds()));    // ten more after an answer that said nothing
    }

    /// <summary>A viewer reports once, and then no more.</summary>
    /// <returns>When the estimate went down for it.</returns>
    private static MonoTime Silence(PathEstimator path)
    {
        var now = new MonoTime(64_000_000);
        for (ushort i = 0; i < 20; i++) path.OnSent(i, 1000, now);
        var message = new byte[100];
        var length = TransportFeedback.Write(message, 1, 2, 0, new(0), [now, now], out _);
        foreach (var packet in RtcpPackets.Enumerate(message.AsSpan(0, length)))
            if (TransportFeedback.TryParse(packet, out var feedback)) path.OnFeedback(feedback, now);

        for (ushort i = 20; i < 40; i++) path.OnSent(i, 1000, now);
        now += 3.Seconds();
        Assert.True(path.Tick(now));
        return now;
    }
}
