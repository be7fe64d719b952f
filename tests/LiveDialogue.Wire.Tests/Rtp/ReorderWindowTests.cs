using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtp;

public sealed class ReorderWindowTests
{
    private readonly ReorderWindow _window = new();
    private readonly List<string> _taken = [];

    [Fact]
    public void Packets_in_order_pass_at_once()
    {
        for (var i = 0; i < 600; i++) Arrive((ushort)(65_400 + i), i);
        Assert.Equal(600, _taken.Count);
        Assert.DoesNotContain(_taken, t => t.EndsWith("after a gap", StringComparison.Ordinal));
    }

    [Fact]
    public void A_late_repair_comes_in_its_place_and_ends_the_waiting()
    {
        Arrive(65_534, 0);
        Arrive(0, 10);
        Arrive(1, 20);
        Assert.Equal(["65534"], _taken);
        Assert.True(_window.IsWaiting);
        Arrive(65_535, 60);
        Assert.Equal(["65534", "65535", "0", "1"], _taken);
        Assert.False(_window.IsWaiting);
    }

    [Fact]
    public void A_hole_nobody_fills_is_given_up_after_a_while()
    {
        Arrive(1, 0);
        Arrive(3, 10);
        Arrive(4, 80);
        Assert.Equal(["1"], _taken);
        Arrive(5, 91);
        Assert.Equal(["1", "3 after a gap", "4", "5"], _taken);
        Assert.Equal(1, _window.Holes);
    }

    [Fact]
    public void Each_hole_is_waited_for_by_itself()
    {
        Arrive(1, 0);
        Arrive(3, 10);
        Arrive(5, 70);
        Arrive(6, 95);
        Assert.Equal(["1", "3 after a gap"], _taken);
        Arrive(7, 151);
        Assert.Equal(["1", "3 after a gap", "5 after a gap", "6", "7"], _taken);
    }

    [Fact]
    public void What_comes_twice_or_too_late_is_dropped()
    {
        Arrive(1, 0);
        Arrive(1, 1);
        Arrive(3, 2);
        Arrive(3, 3);
        Arrive(4, 200);
        Arrive(2, 201);
        Assert.Equal(["1", "3 after a gap", "4"], _taken);
        Assert.Equal(3, _window.Dropped);
    }

    [Fact]
    public void Repairs_that_come_too_late_make_the_next_wait_longer_up_to_a_limit()
    {
        Arrive(1, 0);
        Arrive(3, 10);
        Arrive(4, 100);                                             // 2 is given up …
        Arrive(2, 190);                                             // … and comes 180 ms after it was missed
        Assert.InRange(_window.Patience.TotalMilliseconds, 195, 205);
        Arrive(6, 300);
        Arrive(7, 600);
        Arrive(5, 1_200);
        Assert.Equal(ReorderWindow.LongestPatience, _window.Patience);
    }

    [Fact]
    public void Quick_repairs_make_the_wait_shorter_again()
    {
        Arrive(1, 0);
        Arrive(3, 10);
        Arrive(4, 100);
        Arrive(2, 250);
        var before = _window.Patience;
        ushort next = 5;
        for (var at = 1_000; at < 10_000; at += 50, next += 2)
        {
            Arrive((ushort)(next + 1), at);
            Arrive(next, at + 10);
        }
        Assert.True(before > TimeSpan.FromMilliseconds(200));
        Assert.InRange(_window.Patience.TotalMilliseconds, 80, 100);
    }

    [Fact]
    public void A_jump_too_far_begins_anew()
    {
        Arrive(1, 0);
        Arrive(3, 1);
        Arrive(5_000, 2);
        Arrive(5_001, 3);
        Assert.Equal(["1", "5000 after a gap", "5001"], _taken);
        Arrive(100, 4);                                             // far back: another beginning too
        Assert.Equal("100 after a gap", _taken[^1]);
    }

    private void Arrive(ushort number, int milliseconds)
    {
        var packet = new byte[12];
        _ = new RtpHeaderBuilder(packet, 96, false, number, 0, 1).Finish();
        var now = new MonoTime(milliseconds * 1000L);
        _window.Add(packet, new SequenceNumber(number), now);
        while (_window.TryTake(now, out var taken, out var afterGap))
        {
            Assert.True(RtpPacket.TryParse(taken, out var parsed));
            _taken.Add($"{parsed.SequenceNumber}{(afterGap ? " after a gap" : "")}");
        }
    }
}
