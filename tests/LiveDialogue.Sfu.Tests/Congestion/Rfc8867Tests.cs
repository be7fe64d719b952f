using LiveDialogue.Testing;
using Xunit.Abstractions;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>
/// The cases of RFC 8867 §5 that concern one sender a path, with a source that follows the estimate: rates reached, time to get there, the queue it makes
/// itself, fairness.
/// </summary>
public sealed class Rfc8867Tests(ITestOutputHelper output)
{
    private static readonly TimeSpan Settling = 15.Seconds();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Case_5_1_one_flow_follows_a_capacity_that_changes(int seed)
    {
        var path = new Bottleneck(seed, 1_000_000);
        var flow = Flow(path);
        foreach (var (kilobits, seconds) in new[] { (1_000, 40), (2_500, 20), (600, 20), (1_000, 20) })
        {
            path.SetRate(kilobits * 1000L);
            path.RunFor(Settling);
            flow.TakeReceived(path.Now);
            var rest = seconds.Seconds() - Settling;
            path.RunFor(rest);
            var share = flow.TakeReceived(path.Now) / (double)Math.Min(kilobits * 1000L, 1_500_000);
            Say($"{kilobits} kbit/s: {share:P0} used, queue {path.Queue(0.5, rest):0} ms, at 95 % {path.Queue(0.95, rest):0} ms");

            Assert.InRange(share, 0.6, 1.01);
            Assert.True(path.Queue(0.95, rest) < 150);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Case_5_1_a_fall_to_a_quarter_is_followed_within_three_seconds(int seed)
    {
        var path = new Bottleneck(seed, 1_600_000);
        var flow = Flow(path);
        path.RunFor(30.Seconds());
        path.SetRate(400_000);
        path.RunFor(3.Seconds());
        Say($"{flow.Rate} bit/s after 3 s, queue {path.Queue(0.5, 200.Milliseconds()):0} ms");

        Assert.InRange(flow.Rate, 150_000, 400_000);
        path.RunFor(3.Seconds());
        Assert.True(path.Queue(0.95, 1.Seconds()) < 150, "the queue is empty again");
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Case_5_2_two_flows_share_a_capacity_that_changes(int seed)
    {
        var path = new Bottleneck(seed, 4_000_000);
        AdaptiveFlow[] flows = [Flow(path), Flow(path)];
        foreach (var (kilobits, seconds) in new[] { (4_000, 25), (2_000, 25), (3_500, 25), (1_000, 30), (2_000, 25) })
        {
            path.SetRate(kilobits * 1000L);
            path.RunFor(Settling);
            foreach (var flow in flows) flow.TakeReceived(path.Now);
            var rest = seconds.Seconds() - Settling;
            path.RunFor(rest);
            var rates = flows.Select(f => (double)f.TakeReceived(path.Now)).ToArray();
            var share = rates.Sum() / Math.Min(kilobits * 1000L, 3_000_000);
            Say($"{kilobits} kbit/s: {share:P0} used, {rates[0]:0} and {rates[1]:0}, fairness {Jain(rates):0.00}, queue at 95 % {path.Queue(0.95, rest):0} ms");

            Assert.InRange(share, 0.5, 1.01);
            Assert.True(Jain(rates) > 0.75, $"{rates[0]} and {rates[1]}");
            Assert.True(path.Queue(0.95, rest) < 260);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Case_5_3_reports_that_come_late_and_in_part_stop_nothing(int seed)
    {
        var path = new Bottleneck(seed, 1_000_000);
        var back = new LinkConditions { Delay = 50.Milliseconds(), BitsPerSecond = 24_000, Queue = 300.Milliseconds(), Jitter = 30.Milliseconds(), Loss = 0.1 };
        var flow = Flow(path, back: back);
        path.RunFor(20.Seconds());
        flow.TakeReceived(path.Now);
        path.RunFor(40.Seconds());
        var rate = flow.TakeReceived(path.Now);
        Say($"{rate} bit/s, queue at 95 % {path.Queue(0.95, 40.Seconds()):0} ms");

        Assert.InRange(rate, 500_000, 1_010_000);
        Assert.True(path.Queue(0.95, 40.Seconds()) < 200);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Case_5_4_flows_that_come_one_after_another_end_up_alike(int seed)
    {
        var path = new Bottleneck(seed, 3_500_000);
        var flows = Enumerable.Range(0, 3).Select(i => Flow(path, (i * 20).Seconds())).ToArray();
        path.RunFor(80.Seconds());
        foreach (var flow in flows) flow.TakeReceived(path.Now);
        path.RunFor(40.Seconds());
        AssertShared(path, flows, 3_500_000, 40.Seconds(), fairness: 0.8);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Case_5_5_a_longer_round_trip_is_no_disadvantage(int seed)
    {
        var path = new Bottleneck(seed, 4_000_000);
        var flows = new[] { 10, 25, 50, 100, 150 }.Select(delay => Flow(path, back: new() { Delay = (delay * 2).Milliseconds() })).ToArray();
        path.RunFor(60.Seconds());
        foreach (var flow in flows) flow.TakeReceived(path.Now);
        path.RunFor(60.Seconds());
        AssertShared(path, flows, 4_000_000, 60.Seconds(), fairness: 0.7);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Case_5_6_beside_a_long_download_it_does_not_starve(int seed)
    {
        var path = new Bottleneck(seed, 2_000_000);
        var flow = Flow(path);
        var tcp = path.Add(net => new TcpFlow(net.Now + 10.Seconds()));
        path.RunFor(40.Seconds());
        flow.TakeReceived(path.Now);
        var before = tcp.Received;
        path.RunFor(60.Seconds());
        var (rate, other) = (flow.TakeReceived(path.Now), (tcp.Received - before) * 8 / 60);
        Say($"{rate} bit/s beside {other}");

        Assert.InRange(rate, 150_000, 1_500_000);
        Assert.True(other > 300_000);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Case_5_8_a_pause_costs_little_and_does_no_harm(int seed)
    {
        var path = new Bottleneck(seed, 1_000_000);
        var flow = Flow(path);
        path.RunFor(40.Seconds());
        flow.IsPaused = true;
        path.RunFor(20.Seconds());
        flow.IsPaused = false;
        path.RunFor(5.Seconds());
        flow.TakeReceived(path.Now);
        path.RunFor(20.Seconds());
        var rate = flow.TakeReceived(path.Now);
        Say($"{rate} bit/s after the pause");

        Assert.InRange(rate, 500_000, 1_010_000);
        Assert.True(path.Queue(0.95, 20.Seconds()) < 150);
    }

    /// <summary>Capacities of each direction as in RFC 8867 §5.3; reports stand in one queue with the other direction's media.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Case_5_3_media_both_ways_shares_each_direction_with_the_others_reports(int seed)
    {
        var path = new Bottleneck(seed, 2_000_000);
        path.OpenWayBack(2_000_000);
        var (there, back) = (Flow(path), path.AddBackward(net => new AdaptiveFlow(net.Now)));
        foreach (var (forward, backward, seconds) in new[] { (2_000, 2_000, 20), (1_000, 2_000, 20), (500, 800, 20), (2_000, 800, 20), (2_000, 2_000, 25) })
        {
            path.SetRate(forward * 1000L);
            path.SetRateBack(backward * 1000L);
            path.RunFor(Settling);
            there.TakeReceived(path.Now);
            back.TakeReceived(path.Now);
            var rest = seconds.Seconds() - Settling;
            path.RunFor(rest);
            var shares = new[] { (there, forward), (back, backward) }.Select(f => f.Item1.TakeReceived(path.Now) / (double)Math.Min(f.Item2 * 1000L, 1_500_000)).ToArray();
            Say($"{forward} there and {backward} kbit/s back: {shares[0]:P0} and {shares[1]:P0} used, queue at 95 % {path.Queue(0.95, rest):0} ms");

            Assert.All(shares, share => Assert.InRange(share, 0.4, 1.01));
            Assert.True(path.Queue(0.95, rest) < 200);
        }
    }

    /// <param name="after">When it begins.</param>
    /// <param name="back">What its reports come back over; null: an own way of 50 ms.</param>
    private static AdaptiveFlow Flow(Bottleneck path, TimeSpan after = default, LinkConditions? back = null) => path.Add(net => new AdaptiveFlow(net.Now + after), back);

    private void AssertShared(Bottleneck path, AdaptiveFlow[] flows, long capacity, TimeSpan last, double fairness)
    {
        var rates = flows.Select(f => (double)f.TakeReceived(path.Now)).ToArray();
        Say($"{string.Join(", ", rates.Select(r => $"{r:0}"))}: {rates.Sum() / capacity:P0} used, fairness {Jain(rates):0.00}, queue at 95 % {path.Queue(0.95, last):0} ms");

        Assert.InRange(rates.Sum() / capacity, 0.6, 1.01);
        Assert.True(Jain(rates) > fairness, $"fairness {Jain(rates)}");
        Assert.True(path.Queue(0.95, last) < 240);
    }

    private void Say(string text) => output.WriteLine(text);

    /// <summary>1: all alike; 1/n: one has all.</summary>
    private static double Jain(double[] rates) => rates.Sum() * rates.Sum() / (rates.Length * rates.Sum(r => r * r));
}
