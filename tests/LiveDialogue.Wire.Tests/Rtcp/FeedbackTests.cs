using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtcp;

public sealed class FeedbackTests
{
    private static SequenceNumber[] Numbers(params int[] values) => [.. values.Select(value => new SequenceNumber((ushort)value))];

    private static List<SequenceNumber> Read(GenericNack nack)
    {
        var numbers = new List<SequenceNumber>();
        foreach (var number in nack) numbers.Add(number);
        return numbers;
    }

    [Theory]
    [InlineData(new[] { 10 }, "000A0000")]
    [InlineData(new[] { 10, 11 }, "000A0001")]
    [InlineData(new[] { 10, 26 }, "000A8000")]                          // the last bit of the mask
    [InlineData(new[] { 10, 27 }, "000A0000 001B0000")]                 // one further
    [InlineData(new[] { 65535, 0, 15, 16 }, "FFFF8001 00100000")]       // around the wrap
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 }, "0001FFFF 00120000")]
    public void Missing_numbers_are_packed_into_pairs(int[] missing, string pairs)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = GenericNack.Write(bytes, 1, 2, Numbers(missing));

        var expected = HexVector.Of(pairs);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(bytes[12..length]));
        Assert.True(GenericNack.TryParse(RtcpBytes.Single(bytes[..length]), out var nack));
        Assert.Equal(1u, nack.SenderSsrc);
        Assert.Equal(2u, nack.MediaSsrc);
        Assert.Equal(Numbers(missing), Read(nack));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_random_set_of_missing_numbers_is_read_back_the_same(int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[2000];
        for (var round = 0; round < 200; round++)
        {
            var number = new SequenceNumber((ushort)random.Next(65536));
            var missing = new SequenceNumber[random.Next(1, 200)];
            for (var i = 0; i < missing.Length; i++) missing[i] = number = number.Plus(random.Next(1, 40));

            var length = GenericNack.Write(bytes, 1, 2, missing);
            Assert.True(GenericNack.TryParse(RtcpBytes.Single(bytes.AsSpan(0, length)), out var nack));
            Assert.Equal(missing, Read(nack));
        }
    }

    [Fact]
    public void A_nack_for_nothing_is_neither_written_nor_read()
    {
        Assert.Equal(0, GenericNack.Write(new byte[64], 1, 2, []));
        Assert.Equal(0, GenericNack.Write(new byte[15], 1, 2, Numbers(1)));
        Assert.False(GenericNack.TryParse(RtcpBytes.Single(HexVector.Of("81CD0002 00000001 00000002")), out _));
    }

    [Fact]
    public void A_picture_loss_indication_is_read_back_the_same()
    {
        Span<byte> bytes = stackalloc byte[12];
        Assert.Equal(12, PictureLossIndication.Write(bytes, 1, 2));
        Assert.Equal("81CE00020000000100000002", Convert.ToHexString(bytes));
        Assert.True(PictureLossIndication.TryParse(RtcpBytes.Single(bytes), out var indication));
        Assert.Equal(new PictureLossIndication(1, 2), indication);
        Assert.Equal(0, PictureLossIndication.Write(bytes[..11], 1, 2));
    }

    [Fact]
    public void A_full_intra_request_is_read_back_the_same()
    {
        Span<byte> bytes = stackalloc byte[20];
        Assert.Equal(20, FullIntraRequest.Write(bytes, 1, 2, 254));
        Assert.True(FullIntraRequest.TryParse(RtcpBytes.Single(bytes), out var request));
        Assert.Equal(1u, request.SenderSsrc);
        Assert.Equal(1, request.Count);
        Assert.Equal((2u, (byte)254), request[0]);
        Assert.Equal(0, FullIntraRequest.Write(bytes[..19], 1, 2, 254));
        Assert.False(FullIntraRequest.TryParse(RtcpBytes.Single(HexVector.Of("84CE0002 00000001 00000002")), out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(262_143, 262_143)]                                      // 18 bits, exact
    [InlineData(262_145, 262_144)]
    [InlineData(1_500_000, 1_500_000)]
    [InlineData(-7, 0)]
    [InlineData(long.MaxValue, 0x7FFF_E000_0000_0000)]
    public void A_bitrate_estimate_keeps_eighteen_bits(long written, long read)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = ReceiverEstimatedMaximumBitrate.Write(bytes, 1, written, [7, 8]);
        Assert.True(ReceiverEstimatedMaximumBitrate.TryParse(RtcpBytes.Single(bytes[..length]), out var estimate));
        Assert.Equal(1u, estimate.SenderSsrc);
        Assert.Equal(read, estimate.BitsPerSecond);
        Assert.Equal(2, estimate.Count);
        Assert.Equal(7u, estimate[0]);
        Assert.Equal(8u, estimate[1]);
    }

    [Theory]
    [InlineData("8FCE0004 00000001 00000000 52454D43 00000001")]        // another name
    [InlineData("8FCE0004 00000001 00000000 52454D42 01000001")]        // one SSRC announced, none there
    [InlineData("8FCE0004 00000001 00000000 52454D42 00FFFFFF")]        // 2^80 bits per second
    [InlineData("8FCE0003 00000001 00000000 52454D42")]
    public void An_estimate_that_makes_no_sense_is_refused(string hex) =>
        Assert.False(ReceiverEstimatedMaximumBitrate.TryParse(RtcpBytes.Single(HexVector.Of(hex)), out _));

    [Fact]
    public void An_estimate_that_does_not_fit_is_not_written()
    {
        Assert.Equal(0, ReceiverEstimatedMaximumBitrate.Write(new byte[23], 1, 2, [3]));
        Assert.Equal(0, ReceiverEstimatedMaximumBitrate.Write(new byte[2000], 1, 2, new uint[256]));
    }
}
