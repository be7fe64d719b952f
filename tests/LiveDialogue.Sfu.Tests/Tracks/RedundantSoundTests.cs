using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class RedundantSoundTests
{
    private const int Packet = 960;

    [Theory]
    [InlineData(1, 1, 9)]
    [InlineData(2, 2, 8)]
    [InlineData(3, 3, 7)]
    [InlineData(1, 2, 8)]       // a sender that repeats the last but one alone
    public void In_speech_a_copy_belongs_as_many_packets_back_as_it_is_old(int back, int age, long sequence)
    {
        var sound = Came((6, 6 * Packet), (10, 10 * Packet));

        Assert.True(sound.TryPlace(10, back, (uint)((10 - age) * Packet), Packet, out var found));
        Assert.Equal(sequence, found);
    }

    [Fact]
    public void What_came_is_no_hole()
    {
        var sound = Came((8, 8 * Packet), (9, 9 * Packet), (10, 10 * Packet));
        Assert.False(sound.TryPlace(10, 1, 9 * Packet, Packet, out _));
    }

    [Fact]
    public void After_a_silence_the_only_hole_is_the_right_one_however_old_the_copy()
    {
        var sound = Came((8, 100), (10, 30_000));
        Assert.True(sound.TryPlace(10, 1, 18_000, Packet, out var found));
        Assert.Equal(9, found);
    }

    [Fact]
    public void Of_several_holes_with_a_silence_between_only_the_neighbour_in_time_is_known()
    {
        var sound = Came((5, 100), (10, 30_000));
        Assert.True(sound.TryPlace(10, 1, 30_000 - Packet, Packet, out var found));
        Assert.Equal(9, found);
        Assert.False(sound.TryPlace(10, 1, 30_000 - (2 * Packet), Packet, out _));
        Assert.False(sound.TryPlace(10, 1, 18_000, Packet, out _));
    }

    [Fact]
    public void What_is_from_before_the_first_packet_has_no_place() => Assert.False(Came((10, 9_600)).TryPlace(10, 1, 9_600 - Packet, Packet, out _));

    [Fact]
    public void A_copy_between_packets_that_follow_each_other_is_nobodys() => Assert.False(Came((9, 9 * Packet), (10, 10 * Packet)).TryPlace(10, 1, (10 * Packet) - 480, Packet, out _));

    [Fact]
    public void After_a_hole_longer_than_is_remembered_copies_in_speech_are_the_packets_just_before()
    {
        var sound = Came((5, 100), (200, 1_000_000));
        Assert.True(sound.TryPlace(200, 2, 1_000_000 - (2 * Packet), Packet, out var found));
        Assert.Equal(198, found);
        Assert.False(sound.TryPlace(200, 2, 1_000_000 - (5 * Packet), Packet, out _));
    }

    [Fact]
    public void Time_may_wrap()
    {
        var sound = new RedundantSound();
        sound.Note(8, unchecked(0u - (2 * Packet)));
        sound.Note(10, 0);
        Assert.True(sound.TryPlace(10, 1, unchecked(0u - Packet), Packet, out var found));
        Assert.Equal(9, found);
    }

    [Fact]
    public void A_copy_that_comes_with_a_late_packet_is_placed_before_that_one()
    {
        var sound = Came((6, 6 * Packet), (10, 10 * Packet), (8, 8 * Packet));
        Assert.True(sound.TryPlace(8, 1, 7 * Packet, Packet, out var found));
        Assert.Equal(7, found);
    }

    private static RedundantSound Came(params (long Sequence, int Timestamp)[] packets)
    {
        var sound = new RedundantSound();
        foreach (var (sequence, timestamp) in packets) sound.Note(sequence, (uint)timestamp);
        return sound;
    }
}
