using LiveDialogue.Simulator.Watching;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Tests;

public sealed class WatchingTests
{
    [Fact]
    public void Loss_is_what_never_came_whatever_the_order()
    {
        var stream = new ReceivedStream(7);
        foreach (var number in (ushort[])[65_533, 65_535, 65_534, 1, 0, 0, 65_534, 5]) stream.Arrived(new(number));

        Assert.Equal(6, stream.Received);
        Assert.Equal(2, stream.Duplicates);
        Assert.Equal(9, stream.Expected);
        var report = stream.Report(new MonoTime(1));
        Assert.Equal(3, report.CumulativeLost);
        Assert.Equal(3 * 256 / 9, report.FractionLost);
        Assert.Equal(65_541u, report.ExtendedHighest);
    }

    [Fact]
    public void A_report_tells_of_the_time_since_the_one_before()
    {
        var stream = new ReceivedStream(7);
        foreach (var number in (ushort[])[1, 3]) stream.Arrived(new(number));
        stream.Report(default);
        foreach (var number in (ushort[])[4, 5]) stream.Arrived(new(number));

        Assert.Equal(0, stream.Report(default).FractionLost);
    }

    [Fact]
    public void Percentiles_come_from_the_counts()
    {
        var delays = new DelayHistogram();
        for (var i = 1; i <= 1000; i++) delays.Add(TimeSpan.FromMicroseconds(i * 100));

        Assert.InRange(delays.Percentile(0.5).TotalMilliseconds, 49.9, 50.1);
        Assert.InRange(delays.Percentile(0.99).TotalMilliseconds, 98.9, 99.1);
    }

    [Fact]
    public void Only_what_was_sent_within_the_window_counts()
    {
        var totals = new ViewerTotals();
        totals.Count(new(1000), new(2000));
        foreach (var sent in (long[])[999, 1000, 1999, 2000]) totals.Stamped(new(sent), new(sent + 50), new(sent + 90));

        Assert.Equal(2, totals.InWindow);
        Assert.Equal(2, totals.Delays.Count);
        Assert.Equal(TimeSpan.FromMicroseconds(60), totals.SocketDelays.Percentile(1));     // buckets of 20
        Assert.Equal(TimeSpan.FromMicroseconds(100), totals.Delays.Percentile(1));
    }
}
