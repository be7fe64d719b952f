using LiveDialogue.Native.Linux;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Tests;

public sealed class ThreadNicenessTests
{
    private const uint Batch = 3;        // SCHED_BATCH, which whoever likes may choose

    [Theory]
    [InlineData(0, true, -10)]
    [InlineData(0, false, 0)]
    [InlineData(7, true, -10)]
    [InlineData(7, false, 7)]            // 0 would take a right
    [InlineData(-5, false, -5)]          // and would be worse here
    [InlineData(-15, true, -15)]
    public void A_media_thread_gets_short_turns_and_is_never_less_nice_to_than_before(int present, bool privileged, int expected)
    {
        var granted = new List<ThreadSchedule>();

        ThreadNiceness.Prefer(new() { Nice = present }, wanted =>
        {
            if (wanted.Nice < present && !privileged) return false;
            granted.Add(wanted);
            return true;
        });

        var schedule = Assert.Single(granted);
        Assert.Equal((ThreadSchedule.Ordinary, expected, 100_000UL), (schedule.Policy, schedule.Nice, schedule.Runtime));
    }

    [Theory, InlineData(NodeThread.Media), InlineData(NodeThread.Handshakes)]
    public void A_policy_that_somebody_chose_stays(NodeThread thread)
    {
        if (!OperatingSystem.IsLinux()) return;
        var after = On(new() { Policy = Batch }, thread);

        Assert.Equal((Batch, 0), (after.Policy, after.Nice));
    }

    [Fact]
    public void The_kernel_takes_what_a_media_thread_asks_for()
    {
        if (!OperatingSystem.IsLinux()) return;
        var after = On(new() { Nice = 3 }, NodeThread.Media);

        Assert.Equal((ThreadSchedule.Ordinary, 1UL), (after.Policy, after.Flags));
        Assert.Contains(after.Nice, (int[])[-10, 3]);
    }

    [Theory, InlineData(0, 5), InlineData(9, 9)]
    public void Handshakes_wait_and_get_nothing_by_it(int present, int expected)
    {
        if (!OperatingSystem.IsLinux()) return;

        Assert.Equal(expected, On(new() { Nice = present }, NodeThread.Handshakes).Nice);
    }

    [Fact]
    public void A_clock_is_preferred_or_left_as_it_was()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (granted, asked) = (false, false);

        var chosen = On(new() { Policy = Batch }, () => granted = MonotonicWait.TryPrefer(-10));
        var ordinary = On(new() { Nice = 3 }, () => asked = MonotonicWait.TryPrefer(-10));

        Assert.False(granted);
        Assert.Equal((Batch, 0), (chosen.Policy, chosen.Nice));
        Assert.Equal(asked ? (-10, ThreadSchedule.ResetOnFork) : (3, 0UL), (ordinary.Nice, ordinary.Flags));
    }

    /// <summary>What a thread with such a schedule has after <see cref="ThreadNiceness.Apply"/>.</summary>
    private static ThreadSchedule On(ThreadSchedule before, NodeThread kind) => On(before, () => ThreadNiceness.Apply(kind));

    private static ThreadSchedule On(ThreadSchedule before, Action act)
    {
        var (prepared, read, after) = (false, false, default(ThreadSchedule));
        var thread = new Thread(() =>
        {
            prepared = ThreadSchedule.TryApply(before);
            act();
            read = ThreadSchedule.TryRead(out after);
        });
        thread.Start();
        thread.Join();
        Assert.Equal((true, true), (prepared, read));
        return after;
    }
}
