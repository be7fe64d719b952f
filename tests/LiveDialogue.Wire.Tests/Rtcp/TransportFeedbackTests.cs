using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    private const string Header = "00000001 00000002 ";

    private static byte[] Message(string fci)
    {
        var body = HexVector.Of(Header + fci);
        var padded = new byte[(body.Length + 3) & ~3];
        body.CopyTo(padded, 0);
        return [0x8F, 205, (byte)(padded.Length / 4 >> 8), (byte)(padded.Length / 4), .. padded];
    }

    private static string Describe(TransportFeedback feedback)
    {
        var arrivals = new List<string>();
        foreach (var arrival in feedback) arrivals.Add($"{arrival.Sequence}{(arrival.Received ? $"+{arrival.DeltaMicroseconds}" : "-")}");
        return string.Join(' ', arrivals);
    }

    [Theory]
    // base, count, reference time, fb count | chunks | deltas
    [InlineData("0005 0003 000001 00 2003 04 08 00", "5+1000 6+2000 7+0")]                      // run of small deltas
    [InlineData("FFFF 0002 000001 00 4002 FFFC 0100", "65535+-1000 0+64000")]                   // run of large ones, around the wrap
    [InlineData("0005 0004 000001 00 0004", "5- 6- 7- 8-")]                                     // run of lost ones
    [InlineData("0005 000E 000001 00 A001 04 08", "5+1000 6- 7- 8- 9- 10- 11- 12- 13- 14- 15- 16- 17- 18+2000")]
    [InlineData("0005 0003 000001 00 B800 04 08 0C", "5+1000 6+2000 7+3000")]                   // one-bit vector, cut by the count
    [InlineData("0005 0007 000001 00 D800 04 8000", "5+1000 6+-8192000 7- 8- 9- 10- 11-")]      // two-bit vector
    [InlineData("0005 0005 000001 00 2002 0001 D800 04 04 04 7FFF", "5+1000 6+1000 7- 8+1000 9+8191750")]
    public void Every_form_of_chunk_is_read(string fci, string expected)
    {
        Assert.True(TransportFeedback.TryParse(RtcpBytes.Single(Message(fci)), out var feedback));
        Assert.Equal(1u, feedback.SenderSsrc);
        Assert.Equal(2u, feedback.MediaSsrc);
        Assert.Equal(1, feedback.ReferenceTime);
        Assert.Equal(expected, Describe(feedback));
    }

    [Fact]
    public void What_a_browser_pads_is_read_to_its_last_delta()
    {
        // libwebrtc's: P is set, and the last of the three bytes says how many they are.
        var message = HexVector.Of("AFCD0006 00000001 00000002 0005 0003 00000100 2003 04080C 000003");

        var packets = RtcpPackets.Enumerate(message);

        Assert.False(packets.IsMalformed);
        Assert.True(packets.MoveNext());
        Assert.True(TransportFeedback.TryParse(packets.Current, out var feedback));
        Assert.Equal("5+1000 6+2000 7+3000", Describe(feedback));
    }

    [Theory]
    [InlineData("0005 0000 000001 00")]                                 // of nothing
    [InlineData("0005 0001 000001 00")]                                 // no chunk
    [InlineData("0005 0009 000001 00 2008")]                            // chunks end before the count
    [InlineData("0005 0003 000001 00 2000 2003 01 01 01")]              // a run of none
    [InlineData("0005 0003 000001 00 2003")]                            // no deltas (2 bytes of padding are there)
    [InlineData("0005 0002 000001 00 6002 0101 0101")]                  // reserved symbol, in a run
    [InlineData("0005 0002 000001 00 F000 0101")]                       // and in a vector
    public void What_makes_no_sense_is_refused(string fci) =>
        Assert.False(TransportFeedback.TryParse(RtcpBytes.Single(Message(fci)), out _));

    [Fact]
    public void Reserved_symbols_behind_the_count_do_not_matter()
    {
        Assert.True(TransportFeedback.TryParse(RtcpBytes.Single(Message("0005 0001 000001 00 DFFF 04")), out var feedback));
        Assert.Equal("5+1000", Describe(feedback));
    }

    [Fact]
    public void The_longest_run_is_walked_within_bounds()
    {
        // 65535 lost packets in nine chunks.
        Assert.True(TransportFeedback.TryParse(RtcpBytes.Single(Message("0000 FFFF 000001 00" + string.Concat(Enumerable.Repeat("1FFF", 9)))), out var feedback));
        var count = 0;
        foreach (var arrival in feedback)
        {
            Assert.False(arrival.Received);
            count++;
        }
        Assert.Equal(65535, count);
    }

    [Fact]
    public void A_written_message_has_the_bytes_of_the_draft()
    {
        Span<byte> bytes = stackalloc byte[64];
        MonoTime?[] arrivals = [new(64_000 + 1000), null, new(64_000 + 3000), new(64_000 + 2000)];
        var length = TransportFeedback.Write(bytes, 1, 2, 9, new(5), arrivals, out var taken);

        Assert.Equal(4, taken);
        // Two-bit vector: small, lost, small, large (the last came before the third).
        Assert.Equal("8FCD0006 00000001 00000002 00050004 00000109 D180 04 08 FFFC 0000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(bytes[..length]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(63_999, 0)]
    [InlineData(64_000, 1)]
    [InlineData(64_000L * 0xFF_FFFF, 0xFF_FFFF)]
    [InlineData(64_000L * 0x100_0000, 0)]                               // wraps after 24 bits
    [InlineData((64_000L * 0x100_0005) + 1, 5)]
    [InlineData(-1, 0xFF_FFFF)]
    public void The_reference_time_wraps(long microseconds, int expected)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = TransportFeedback.Write(bytes, 1, 2, 0, new(5), [new MonoTime(microseconds)], out _);
        Assert.True(TransportFeedback.TryParse(RtcpBytes.Single(bytes[..length]), out var feedback));
        Assert.Equal(expected, feedback.ReferenceTime);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Random_arrivals_are_read_back_within_a_quarter_millisecond(int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[1200];
        for (var round = 0; round < 300; round++)
        {
            var (lossRate, jitter) = (random.NextDouble(), random.Next(1, 200_000));
            var time = random.NextInt64(0, 1L << 45);
            var arrivals = new MonoTime?[random.Next(1, 1500)];
            for (var i = 0; i < arrivals.Length; i++)
            {
                time += random.Next(0, 20_000);
                if (i > 0 && random.NextDouble() < lossRate) continue;
                arrivals[i] = new(time + random.Next(0, jitter));
            }
            ReadBackEvery(arrivals, bytes, new((ushort)random.Next(65536)));
        }
    }

    private static void ReadBackEvery(ReadOnlySpan<MonoTime?> arrivals, byte[] bytes, SequenceNumber baseSequence)
    {
        while (arrivals.IndexOfAnyExcept((MonoTime?)null) >= 0)
        {
            if (arrivals[0] is null)                                    // as a sender of feedback does: begin with one that arrived
            {
                arrivals = arrivals[1..];
                baseSequence = baseSequence.Next;
                continue;
            }

            var length = TransportFeedback.Write(bytes, 1, 2, 3, baseSequence, arrivals, out var taken);
            Assert.InRange(taken, 1, arrivals.Length);
            Assert.True(TransportFeedback.TryParse(RtcpBytes.Single(bytes.AsSpan(0, length)), out var feedback));
            Assert.Equal(taken, feedback.StatusCount);
            var first = arrivals[0]!.Value.Microseconds;                // not null: looked at above
            var clock = first - (first % 64_000);
            var index = 0;
            foreach (var arrival in feedback)
            {
                Assert.Equal(baseSequence.Plus(index), arrival.Sequence);
                Assert.Equal(arrivals[index].HasValue, arrival.Received);
                clock += arrival.DeltaMicroseconds;
                if (arrivals[index] is { } time) Assert.InRange(time.Microseconds - clock, 0, 249);
                index++;
            }
            Assert.Equal(taken, index);
            arrivals = arrivals[taken..];
            baseSequence = baseSequence.Plus(taken);
        }
    }

    [Fact]
    public void A_gap_too_long_for_a_delta_ends_the_message()
    {
        Span<byte> bytes = stackalloc byte[64];
        MonoTime?[] arrivals = [new(0), null, new(9_000_000)];
        Assert.True(TransportFeedback.Write(bytes, 1, 2, 0, new(5), arrivals, out var taken) > 0);
        Assert.Equal(2, taken);
    }

    [Fact]
    public void Nothing_received_or_no_room_writes_nothing()
    {
        Assert.Equal(0, TransportFeedback.Write(new byte[64], 1, 2, 0, new(5), [], out _));
        Assert.Equal(0, TransportFeedback.Write(new byte[64], 1, 2, 0, new(5), [null, null], out _));
        Assert.Equal(0, TransportFeedback.Write(new byte[20], 1, 2, 0, new(5), [new MonoTime(1)], out _));
        Assert.Equal(24, TransportFeedback.Write(new byte[24], 1, 2, 0, new(5), [new MonoTime(1)], out _));
    }
}
