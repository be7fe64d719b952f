using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tests.Peers;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

public sealed class UplinkCapTests
{
    private const long Anything = long.MaxValue;
    private MonoTime _now = new(1_000_000);

    [Fact]
    public void A_path_with_room_has_no_cap_and_neither_has_one_that_loses_a_little()
    {
        var cap = new UplinkCap();
        Assert.Equal([Anything, Anything, Anything], Seconds(cap, 3, 2_000_000, lost: 0.12, queue: 30));
    }

    [Fact]
    public void A_full_path_is_capped_below_what_comes_through_and_freed_after_ten_seconds_of_calm()
    {
        var cap = new UplinkCap();
        Assert.Equal([850_000, 850_000], Seconds(cap, 2, 1_000_000, lost: 0.3, queue: 500));
        Assert.Equal(721_000, Seconds(cap, 1, 849_000, lost: 0, queue: 320)[0], 1_000.0);

        var after = Seconds(cap, 11, 700_000, lost: 0, queue: 20);
        Assert.True(after[0] is > 721_000 and < 800_000 && after[8] > after[0] && after[8] < Anything, $"{after[0]}, then {after[8]}");
        Assert.Equal(Anything, after[10]);
    }

    [Fact]
    public void A_delay_that_sending_less_does_not_shorten_is_not_this_publishers()
    {
        var cap = new UplinkCap();
        var seconds = Seconds(cap, 8, 1_000_000, lost: 0, queue: 400);
        Assert.Equal(850_000, seconds[0]);
        Assert.All(seconds[..4], second => Assert.NotEqual(Anything, second));
        Assert.Contains(Anything, seconds);
        Assert.DoesNotContain(seconds, second => second < 700_000);
    }

    [Fact]
    public void However_little_comes_sound_is_allowed()
    {
        var cap = new UplinkCap();
        Assert.Equal(30_000, Seconds(cap, 20, 10_000, lost: 0.5, queue: 900)[^1]);
    }

    [Fact]
    public void What_waits_is_the_time_over_the_best_of_late()
    {
        var transit = new BestTransit();
        var now = new MonoTime(0);
        for (var i = 0; i < 200; i++, now += 20.Milliseconds()) transit.Add(5_000, now);
        Assert.Equal(0, transit.Over.TotalMilliseconds, 0.1);
        for (var i = 0; i < 100; i++, now += 20.Milliseconds()) transit.Add(205_000, now);
        Assert.Equal(200, transit.Over.TotalMilliseconds, 1.0);
        for (var i = 0; i < 1000; i++, now += 20.Milliseconds()) transit.Add(205_000, now);
        Assert.Equal(0, transit.Over.TotalMilliseconds, 0.1);
        transit.Add(9_000_000, now);                                    // another clock
        Assert.Equal(0, transit.Over.TotalMilliseconds, 0.1);
    }

    [Theory, InlineData(31), InlineData(32)]
    public async Task A_speaker_on_a_full_uplink_is_told_by_remb_and_a_moderator_reads_it(int seed)
    {
        await using var sfu = new VirtualSfu(seed);
        var ann = sfu.Publish("ann");
        sfu.RunFor(5_000);
        Assert.Empty(ann.Allowed);

        sfu.Network.Path(ann.Address, ann.Server).Conditions = new() { Delay = 40.Milliseconds(), BitsPerSecond = 1_000_000, Queue = 800.Milliseconds() };
        sfu.RunFor(8_000);
        var uplink = sfu.Node.ReadPath(ann.Session)!.Uplink!;           // connected, and a publisher
        Assert.InRange(uplink.Queue.TotalMilliseconds, 400, 850);
        Assert.InRange(uplink.AllowedBitsPerSecond!.Value, 700_000, 900_000);
        Assert.InRange(ann.Allowed[^1], 700_000, 900_000);

        sfu.Network.Path(ann.Address, ann.Server).Conditions = new() { Delay = 40.Milliseconds() };
        sfu.RunFor(20_000);
        Assert.Null(sfu.Node.ReadPath(ann.Session)!.Uplink!.AllowedBitsPerSecond);    // as above
        Assert.True(ann.Allowed[^1] > 10_000_000, $"{ann.Allowed[^1]} is the last that was said");
        var said = ann.Allowed.Count;
        sfu.RunFor(5_000);
        Assert.Equal(said, ann.Allowed.Count);
    }

    [Fact]
    public async Task A_microphone_that_stumbles_caps_nobody()
    {
        await using var sfu = new VirtualSfu(33);
        var ann = sfu.Publish("ann");
        sfu.RunFor(5_000);
        ann.Audio.Stumble(500.Milliseconds());
        sfu.RunFor(10_000);

        Assert.Empty(ann.Allowed);
        Assert.True(sfu.Node.ReadPath(ann.Session)!.Uplink!.Queue < 50.Milliseconds());    // connected, and a publisher
    }

    [Fact]
    public async Task A_new_address_is_read_as_the_last_trouble()
    {
        await using var sfu = new VirtualSfu(34);
        var ann = sfu.Publish("ann");
        sfu.RunFor(3_000);
        ann.Move();
        sfu.RunFor(6_000);

        var trouble = sfu.Node.ReadPath(ann.Session)!.LastTrouble!;     // connected, and moved
        Assert.Equal((PathTroubleKind.Moved, TimeSpan.Zero), (trouble.Kind, trouble.Lasted));
        Assert.InRange(trouble.Ago.TotalSeconds, 0, 6);
    }

    private List<long> Seconds(UplinkCap cap, int seconds, long received, double lost, int queue)
    {
        var caps = new List<long>();
        for (var i = 0; i < seconds; i++)
        {
            _now += 1.Seconds();
            cap.OnSecond(received, lost, queue.Milliseconds(), _now);
            caps.Add(cap.BitsPerSecond);
        }
        return caps;
    }
}
