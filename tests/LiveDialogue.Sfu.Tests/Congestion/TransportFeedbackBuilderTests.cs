using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tests.Congestion;

public sealed class TransportFeedbackBuilderTests
{
    private const int Length = 3400;                                  // of the first fifth of a second: 136 kbit/s

    private readonly TransportFeedbackBuilder _builder = new(localSsrc: 77);
    private readonly byte[] _bytes = new byte[1200];
    private readonly MonoTime _start = new(64_000_000);

    [Fact]
    public void A_message_comes_eighty_milliseconds_after_the_first_packet_of_136_kilobits_a_second_and_tells_of_losses()
    {
        Assert.Equal(MonoTime.Never, _builder.NextDeadline);
        _builder.OnPacket(65_534, 5, Length, _start);
        _builder.OnPacket(65_535, 5, Length, _start + 10.Milliseconds());
        _builder.OnPacket(1, 5, Length, _start + 20.Milliseconds());            // 0 is lost

        Assert.False(_builder.TryWrite(_bytes, _start + 79.Milliseconds(), out _));
        var told = Read(_start + 80.Milliseconds(), out var count);

        Assert.Equal(0, count);
        Assert.Equal(
            [(65_534, true, 0), (65_535, true, 10_000), (0, false, 0), (1, true, 10_000)],
            told);
        Assert.Equal(MonoTime.Never, _builder.NextDeadline);
    }

    [Theory]
    [InlineData(10_000, 250)]
    [InlineData(45_000, 241)]
    [InlineData(150_000, 72)]
    [InlineData(2_000_000, 50)]
    public void Messages_take_a_twentieth_of_what_the_publisher_sends(int bitsPerSecond, int milliseconds)
    {
        var now = _start;
        var last = now;
        var intervals = new List<double>();
        for (var i = 0; i < 3000; i++, now += 1.Milliseconds())
        {
            if (i % 20 == 0) _builder.OnPacket((ushort)(i / 20), 5, bitsPerSecond / 8 / 50, now);
            if (!_builder.TryWrite(_bytes, now, out _)) continue;
            intervals.Add((now - last).TotalMilliseconds);
            last = now;
        }

        // Counted from the first packet that isn't told of: up to 20 ms more.
        Assert.InRange(intervals.Skip(intervals.Count / 2).Average(), milliseconds, milliseconds + 21);
    }

    [Fact]
    public void The_next_message_begins_where_the_last_ended_so_that_a_loss_between_is_told()
    {
        _builder.OnPacket(10, 5, Length, _start);
        Read(_start + 80.Milliseconds(), out _);
        _builder.OnPacket(13, 5, Length, _start + 100.Milliseconds());
        var told = Read(_start + 180.Milliseconds(), out var count);

        Assert.Equal(1, count);
        Assert.Equal([(11, false), (12, false), (13, true)], told.Select(packet => (packet.Sequence, packet.Received)));
    }

    [Fact]
    public void A_packet_that_comes_after_it_was_told_lost_is_told_again()
    {
        _builder.OnPacket(10, 5, Length, _start);
        _builder.OnPacket(12, 5, Length, _start + 1.Milliseconds());
        Read(_start + 80.Milliseconds(), out _);
        _builder.OnPacket(11, 5, Length, _start + 90.Milliseconds());
        var told = Read(_start + 170.Milliseconds(), out _);

        Assert.Equal((11, true), (told[0].Sequence, told[0].Received));
        Assert.Equal((12, true), (told[1].Sequence, told[1].Received));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Given_loss_and_reordering_when_a_minute_is_told_then_each_packet_is_told_as_it_fared(int seed)
    {
        var random = new SeededRandom(seed);
        var link = new VirtualLink(random, new() { Loss = 0.1, Jitter = 5.Milliseconds(), Reorder = 0.02 });
        var arrived = new Dictionary<int, long>();
        var told = new Dictionary<int, long?>();
        var now = _start;
        Span<byte> number = stackalloc byte[2];
        for (var i = 0; i < 60_000; i++, now += 1.Milliseconds())
        {
            var sequence = unchecked((ushort)(60_000 + i));
            (number[0], number[1]) = ((byte)(sequence >> 8), (byte)sequence);
            if (i < 59_000) link.Send(number, now);
            while (link.TryReceive(now, out var datagram))
            {
                var received = (ushort)((datagram[0] << 8) | datagram[1]);
                arrived[received] = now.Microseconds;
                _builder.OnPacket(received, 5, Length, now);
            }
            while (_builder.TryWrite(_bytes, now, out var length)) Note(length, told);
        }

        Assert.InRange(arrived.Count, 52_000, 54_000);
        foreach (var (sequence, at) in arrived) Assert.InRange(told[sequence]!.Value - at, -250, 250);
        Assert.True(told.Count(packet => packet.Value is null) > 5_000);
    }

    [Fact]
    public void A_long_gap_is_skipped_and_many_packets_take_several_messages()
    {
        _builder.OnPacket(0, 5, Length, _start);
        Read(_start + 80.Milliseconds(), out _);
        for (var i = 0; i < 900; i++) _builder.OnPacket((ushort)(5000 + i), 5, Length, _start + TimeSpan.FromMilliseconds(100 + (i * 20)));
        var told = new Dictionary<int, long?>();
        var messages = 0;
        while (_builder.TryWrite(_bytes, _start + 30.Seconds(), out var length))
        {
            messages++;
            Note(length, told);
        }

        Assert.True(messages > 2);
        Assert.Equal(900, told.Count(packet => packet.Value is not null));
        Assert.Equal(MonoTime.Never, _builder.NextDeadline);
    }

    private List<(int Sequence, bool Received, int Delta)> Read(MonoTime now, out byte count)
    {
        Assert.True(_builder.TryWrite(_bytes, now, out var length));
        var told = new List<(int, bool, int)>();
        count = 0;
        foreach (var packet in RtcpPackets.Enumerate(_bytes.AsSpan(0, length)))
        {
            Assert.True(TransportFeedback.TryParse(packet, out var feedback));
            Assert.Equal(77u, feedback.SenderSsrc);
            Assert.Equal(5u, feedback.MediaSsrc);
            count = feedback.FeedbackCount;
            foreach (var arrival in feedback) told.Add((arrival.Sequence.Value, arrival.Received, arrival.DeltaMicroseconds));
        }
        return told;
    }

    private void Note(int length, Dictionary<int, long?> told)
    {
        Assert.InRange(length, 20, 1200);
        foreach (var packet in RtcpPackets.Enumerate(_bytes.AsSpan(0, length)))
        {
            Assert.True(TransportFeedback.TryParse(packet, out var feedback));
            var time = feedback.ReferenceTime * 64_000L;
            foreach (var arrival in feedback)
            {
                time += arrival.DeltaMicroseconds;
                told[arrival.Sequence.Value] = arrival.Received ? time : told.GetValueOrDefault(arrival.Sequence.Value);
            }
        }
    }
}
