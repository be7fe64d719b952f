using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtp;

public sealed class SequenceNumberTests
{
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(0, 65535, true)]
    [InlineData(65535, 0, false)]
    [InlineData(32767, 0, true)]
    [InlineData(32768, 0, false)]
    public void IsNewerThan_follows_serial_arithmetic(int number, int other, bool newer) =>
        Assert.Equal(newer, new SequenceNumber((ushort)number).IsNewerThan(new((ushort)other)));

    [Fact]
    public void Next_and_Plus_go_around_the_wrap()
    {
        Assert.Equal(new SequenceNumber(0), new SequenceNumber(65535).Next);
        Assert.Equal(new SequenceNumber(4), new SequenceNumber(65530).Plus(10));
        Assert.Equal(new SequenceNumber(65530), new SequenceNumber(4).Plus(-10));
        Assert.Equal(-10, new SequenceNumber(65530).DistanceFrom(new(4)));
    }

    [Fact]
    public void Unwrap_counts_the_wraps_and_tolerates_reorder()
    {
        var unwrapper = new SequenceUnwrapper();
        long[] extended = [.. new ushort[] { 65534, 65535, 1, 0, 2, 65533, 3 }.Select(n => unwrapper.Unwrap(new(n)))];

        Assert.Equal([65534, 65535, 65537, 65536, 65538, 65533, 65539], extended);
        Assert.Equal(65539, unwrapper.Newest);
    }

    [Fact]
    public void Unwrap_of_a_number_before_the_first_is_negative()
    {
        var unwrapper = new SequenceUnwrapper();
        Assert.Equal(2, unwrapper.Unwrap(new(2)));
        Assert.Equal(-1, unwrapper.Unwrap(new(65535)));
        Assert.Equal(3, unwrapper.Unwrap(new(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Unwrap_of_many_reordered_numbers_gives_back_what_was_cut_off(int seed)
    {
        var random = new Random(seed);
        var unwrapper = new SequenceUnwrapper();
        long sent = 1000;
        unwrapper.Unwrap(new((ushort)sent));
        for (var i = 0; i < 100_000; i++)
        {
            sent += random.Next(0, 50);
            var number = sent - random.Next(0, 100);
            Assert.Equal(number, unwrapper.Unwrap(new(unchecked((ushort)number))));
        }
    }

    [Fact]
    public void Peek_remembers_nothing()
    {
        var unwrapper = new SequenceUnwrapper();
        Assert.Equal(9, unwrapper.Peek(new(9)));
        Assert.Null(unwrapper.Newest);
        unwrapper.Unwrap(new(10));
        Assert.Equal(30_000, unwrapper.Peek(new(30_000)));
        Assert.Equal(10, unwrapper.Newest);
    }
}
