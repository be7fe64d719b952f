using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Tests.Tracks;

public sealed class RedundantSoundTests
{
    private const int Packet = 960;

    [Theory]
    [InlineData(9_600 - Packet, 9)]
    [InlineData(9_600 - (2 * Packet), 8)]
    [InlineData(9_600 - (3 * Packet), 7)]
    public void In_speech_a_copy_belongs_as_many_packets_back_as_it_is_old(int timestamp, long sequence)
    {
        var sound = Came((6, 6 * Packet), (10, 10 * Packet));

        Assert.True(sound.TryPlace(10, (uint)timestamp, Packet, out var found));
        Assert.Equal(sequence, found);
    }

    [Fact]
    public void What_came_is_no_hole()
    {
        var sound = Came((8, 8 * Packet), (9, 9 * Packet), (10, 10 * Packet));
        Assert.False(sound.TryPlace(10, 9 * Packet, Packet, out _));
    }

    [Fact]
    public void After_a_silence_the_only_hole_is_the_right_one_however_old_the_copy()
    {
        var sound = Came((8, 100), (10, 30_000));
        Assert.True(sound.TryPlace(10, 18_000, Packet, out var found));
        Assert.Equal(9, found);
    }

    [Fact]
    public void Of_several_holes_with_a_silence_between_only_the_neighbour_in_time_is_known()
    {
        var sound = Came((5, 100), (10, 30_000));
        Assert.True(sound.TryPlace(10, 30_000 - Packet, Packet, out var found));
        Assert.Equal(9, found);
        Assert.False(sound.TryPlace(10, 30_000 - (2 * Packet), Packet, out _));
        Assert.False(sound.TryPlace(10, 18_000, Packet, out _));
    }

    [Fact]
    public void What_is_from_before_the_first_packet_has_no_place() => Assert.False(Came((10, 9_600)).TryPlace(10, 9_600 - Packet, Packet, out _));

    [Fact]
    public void A_copy_between_packets_that_follow_each_other_is_nobodys() => Assert.False(Came((9, 9 * Packet), (10, 10 * Packet)).TryPlace(10, (10 * Packet) - 480, Packet, out _));

    [Fact]
    public void Time_may_wrap()
    {
        var sound = new RedundantSound();
        sound.Note(8, unchecked(0u - (2 * Packet)));
        sound.Note(10, 0);
        Assert.True(sound.TryPlace(10, unchecked(0u - Packet), Packet, out var found));
        Assert.Equal(9, found);
    }

    [Fact]
    public void A_copy_that_comes_with_a_late_packet_is_placed_before_that_one()
    {
        var sound = Came((6, 6 * Packet), (10, 10 * Packet), (8, 8 * Packet));
        Assert.True(sound.TryPlace(8, 7 * Packet, Packet, out var found));
        Assert.Equal(7, found);
    }

    private static RedundantSound Came(params (long Sequence, int Timestamp)[] packets)
    {
        var sound = new RedundantSound();
        foreach (var (sequence, timestamp) in packets) sound.Note(sequence, (uint)timestamp);
        return sound;
    }
}
