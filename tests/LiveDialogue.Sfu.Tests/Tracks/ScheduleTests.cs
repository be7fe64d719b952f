using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class ScheduleTests
{
    private readonly MonoTime _start = new(1_000_000);

    [Fact]
    public void A_hole_is_asked_for_after_twenty_milliseconds_or_at_the_second_newer_packet()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        Span<long> due = stackalloc long[8];
        nacks.OnPacket(10, _start);
        nacks.OnPacket(12, _start);
        Assert.Equal(0, nacks.TakeDue(due, _start, out _));
        Assert.Equal(_start + 20.Milliseconds(), nacks.NextDeadline);
        Assert.Equal(1, nacks.TakeDue(due, _start + 20.Milliseconds(), out _));
        Assert.Equal(11, due[0]);

        nacks.OnPacket(14, _start + 21.Milliseconds());
        Assert.Equal(0, nacks.TakeDue(due, _start + 21.Milliseconds(), out _));
        nacks.OnPacket(15, _start + 22.Milliseconds());
        Assert.Equal(1, nacks.TakeDue(due, _start + 22.Milliseconds(), out _));
        Assert.Equal(13, due[0]);
    }

    [Fact]
    public void A_packet_that_comes_late_is_not_asked_for()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        nacks.OnPacket(10, _start);
        nacks.OnPacket(12, _start);
        nacks.OnPacket(11, _start + 5.Milliseconds());

        Assert.Equal(MonoTime.Never, nacks.NextDeadline);
        Assert.Equal(0, nacks.Missing);
    }

    [Fact]
    public void A_hole_is_asked_for_again_each_round_trip_and_given_up_after_a_second()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        Span<long> due = stackalloc long[8];
        nacks.OnPacket(10, _start);
        nacks.OnPacket(12, _start);
        var asked = 0;
        var givenUp = 0;
        MonoTime? givenUpAt = null;
        for (var now = _start; now < _start + 2.Seconds(); now += 1.Milliseconds())
        {
            if (nacks.NextDeadline > now) continue;
            asked += nacks.TakeDue(due, now, out var gaveUp);
            givenUp += gaveUp;
            if (gaveUp != 0) givenUpAt = now;
        }

        Assert.Equal(8, asked);                                         // at 20 ms, then every 125
        Assert.Equal(1, givenUp);
        Assert.InRange((givenUpAt!.Value - _start).TotalMilliseconds, 1000, 1130);
    }

    [Fact]
    public void The_round_trip_is_learnt_from_repairs_of_the_first_request()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        Span<long> due = stackalloc long[8];
        var now = _start;
        nacks.OnPacket(0, now);
        for (var i = 0; i < 60; i++)
        {
            nacks.OnPacket((i * 2) + 2, now);
            now += 20.Milliseconds();
            nacks.TakeDue(due, now, out _);
            now += 300.Milliseconds();
            nacks.OnPacket((i * 2) + 1, now);
        }
        Assert.InRange(nacks.RoundTrip.TotalMilliseconds, 280, 301);
    }

    [Fact]
    public void A_slow_path_is_learnt_though_packets_were_asked_for_again_too_soon()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        var asked = new int[40];
        for (var i = 0; i < asked.Length; i++) asked[i] = Miss(nacks, _start + (i * 2).Seconds(), i, repairedAfter: 420.Milliseconds());

        Assert.True(asked[0] > 2, $"asked {asked[0]} times at first");
        Assert.InRange(nacks.RoundTrip.TotalMilliseconds, 350, 420);
        Assert.All(asked[20..], times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1000, 420, 2)]
    [InlineData(600, 420, 1)]
    public void What_cannot_come_in_time_is_not_asked_for(int useful, int roundTrip, int times)
    {
        var nacks = new NackSchedule(useful.Milliseconds());
        for (var i = 0; i < 40; i++) Miss(nacks, _start + (i * 2).Seconds(), i, roundTrip.Milliseconds());

        Assert.Equal(times, Miss(nacks, _start + 100.Seconds(), 40, repairedAfter: 5.Seconds()));
        Assert.Equal(0, nacks.Missing);
    }

    [Fact]
    public void Hundreds_of_missing_packets_are_a_break_and_none_is_asked_for()
    {
        var nacks = new NackSchedule(NackSchedule.UsefulPicture);
        nacks.OnPacket(10, _start);
        Assert.False(nacks.OnPacket(400, _start));
        Assert.Equal(0, nacks.Missing);
        Assert.True(nacks.OnPacket(402, _start));
        Assert.Equal(1, nacks.Missing);
    }

    [Fact]
    public void Keyframe_requests_are_repeated_until_the_keyframe_of_each_wanted_layer_came()
    {
        var requests = new KeyframeRequests();
        requests.Want(0);
        requests.Want(2);
        requests.Want(2);
        Assert.True(requests.TryTake(_start, out var layers));
        Assert.Equal(0b101, layers);
        Assert.False(requests.TryTake(_start + 599.Milliseconds(), out _));

        requests.KeyframeArrived(0, _start + 400.Milliseconds());
        Assert.False(requests.TryTake(_start + 749.Milliseconds(), out _));             // the publisher would ignore it
        Assert.Equal(_start + 750.Milliseconds(), requests.NextDeadline);
        Assert.True(requests.TryTake(_start + 750.Milliseconds(), out layers));
        Assert.Equal(0b100, layers);

        requests.KeyframeArrived(2, _start + 800.Milliseconds());
        Assert.Equal(MonoTime.Never, requests.NextDeadline);
    }

    [Fact]
    public void However_often_a_layer_is_wanted_the_publisher_answers_once_in_two_seconds()
    {
        var requests = new KeyframeRequests();
        var answered = 0;
        for (var now = _start; now < _start + 20.Seconds(); now += 1.Milliseconds())
        {
            requests.Want(1);
            if (!requests.TryTake(now, out _)) continue;
            answered++;
            requests.KeyframeArrived(1, now);
        }

        Assert.Equal(10, answered);
    }

    [Fact]
    public void The_receive_window_knows_duplicates_and_what_is_too_old()
    {
        var window = ReceiveWindow.Empty;
        Assert.Null(window.Take(70_000));
        Assert.Equal(DropReason.Duplicate, window.Take(70_000));
        Assert.Null(window.Take(70_005));
        Assert.Null(window.Take(70_003));
        Assert.Equal(DropReason.Duplicate, window.Take(70_003));
        Assert.Null(window.Take(71_028));
        Assert.Equal(DropReason.TooOld, window.Take(70_004));
        Assert.Equal(DropReason.Duplicate, window.Take(70_005));
        Assert.Null(window.Take(70_006));
        Assert.Null(window.Take(90_000));
        Assert.Null(window.Take(89_999));
    }

    [Fact]
    public void Compaction_numbers_what_is_passed_on_without_holes_and_late_packets_where_they_belong()
    {
        var compaction = new SequenceCompaction();
        Assert.Equal(100, Map(100));
        compaction.Remove(101);
        compaction.Remove(102);
        Assert.Equal(101, Map(103));
        compaction.Remove(105);
        Assert.Equal(103, Map(106));
        Assert.Equal(102, Map(104));
        Assert.Equal(99, Map(99));

        compaction.Resume(500, previous: 103);
        Assert.Equal(104, Map(500));
        Assert.False(compaction.TryMap(499, out _));

        long Map(long sequence)
        {
            Assert.True(compaction.TryMap(sequence, out var mapped));
            return mapped;
        }
    }

    [Fact]
    public void The_rate_is_that_of_the_last_second()
    {
        var meter = new RateMeter();
        var now = _start;
        for (var i = 0; i < 300; i++, now += 10.Milliseconds()) meter.Add(125, now);
        Assert.InRange(meter.BitsPerSecond(now), 90_000, 101_000);
        Assert.Equal(0, meter.BitsPerSecond(now + 2.Seconds()));
    }

    /// <summary>One packet of three is missing.</summary>
    /// <returns>How often it was asked for until it came, or was given up.</returns>
    private static int Miss(NackSchedule nacks, MonoTime at, int index, TimeSpan repairedAfter)
    {
        Span<long> due = stackalloc long[8];
        nacks.OnPacket(index * 3, at);
        nacks.OnPacket((index * 3) + 2, at);
        var asked = 0;
        MonoTime? first = null;
        for (var now = at; nacks.Missing > 0; now += 1.Milliseconds())
        {
            if (nacks.NextDeadline <= now) asked += nacks.TakeDue(due, now, out _);
            if (asked > 0) first ??= now;
            if (now - first >= repairedAfter) nacks.OnPacket((index * 3) + 1, now);
        }
        return asked;
    }
}
