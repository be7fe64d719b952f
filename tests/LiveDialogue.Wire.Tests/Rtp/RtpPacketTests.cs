using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Tests.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void TryParse_reads_every_field()
    {
        // Version 2, padded, extended, 1 CSRC; marker, PT 96; two one-byte elements; payload 01 02 03; 3 bytes of padding.
        var bytes = HexVector.Of("B1E01234 00000064 DEADBEEF 0A0B0C0D BEDE0001 10AA2001 010203 000003");

        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(96, packet.PayloadType);
        Assert.Equal(new SequenceNumber(0x1234), packet.SequenceNumber);
        Assert.Equal(100u, packet.Timestamp);
        Assert.Equal(0xDEADBEEF, packet.Ssrc);
        Assert.Equal(24, packet.HeaderLength);
        Assert.Equal(new byte[] { 1, 2, 3 }, packet.Payload);
        Assert.Equal(3, packet.PaddingLength);
        Assert.True(packet.Extensions.TryGet(1, out var first));
        Assert.Equal(new byte[] { 0xAA }, first);
        Assert.True(packet.Extensions.TryGet(2, out var second));
        Assert.Equal(new byte[] { 0x01 }, second);
        Assert.False(packet.Extensions.TryGet(3, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80600001 00000064 000000")]                                // shorter than the fixed header
    [InlineData("40600001 00000064 00000001")]                              // version 1
    [InlineData("C0600001 00000064 00000001")]                              // version 3
    [InlineData("82600001 00000064 00000001 00000002")]                     // two CSRCs announced, one there
    [InlineData("90600001 00000064 00000001")]                              // extension announced, none there
    [InlineData("90600001 00000064 00000001 BEDE0002 00000000")]            // extension longer than the packet
    [InlineData("A0600001 00000064 00000001 0105")]                         // padding longer than the payload
    [InlineData("A0600001 00000064 00000001 0100")]                         // padding of no bytes
    [InlineData("A0600001 00000064 00000011")]                              // padding that would eat the header
    public void TryParse_refuses_what_is_not_whole(string hex) =>
        Assert.False(RtpPacket.TryParse(HexVector.Of(hex), out _));

    [Fact]
    public void TryParse_takes_a_packet_of_padding_alone()
    {
        Assert.True(RtpPacket.TryParse(HexVector.Of("A0600001 00000064 00000001 00000004"), out var packet));
        Assert.Equal(0, packet.Payload.Length);
        Assert.Equal(4, packet.PaddingLength);
    }

    [Fact]
    public void TryMeasureHeader_does_not_look_at_the_padding_count()
    {
        var encrypted = HexVector.Of("A0600001 00000064 00000001 010203FF");
        Assert.False(RtpPacket.TryParse(encrypted, out _));
        Assert.True(RtpPacket.TryMeasureHeader(encrypted, out var length));
        Assert.Equal(12, length);
    }

    [Fact]
    public void Patchers_change_their_field_alone()
    {
        var bytes = HexVector.Of("80E00001 00000064 00000001 AABB");

        RtpWriter.SetPayloadType(bytes, 111);
        RtpWriter.SetSequenceNumber(bytes, 65535);
        RtpWriter.SetTimestamp(bytes, uint.MaxValue);
        RtpWriter.SetSsrc(bytes, 0x01020304);
        Assert.Equal("80EFFFFFFFFFFFFF01020304AABB", Convert.ToHexString(bytes));

        RtpWriter.SetMarker(bytes, false);
        Assert.Equal("806FFFFFFFFFFFFF01020304AABB", Convert.ToHexString(bytes));
        RtpWriter.SetMarker(bytes, true);
        Assert.Equal("80EFFFFFFFFFFFFF01020304AABB", Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_built_header_is_read_back_the_same()
    {
        Span<byte> bytes = stackalloc byte[64];
        var builder = new RtpHeaderBuilder(bytes, 96, marker: true, 7, 1000, 42);
        Assert.True(builder.TryAdd(4, "0"u8));
        Assert.True(builder.TryAdd(3, [1, 2]));
        var length = builder.Finish();

        Assert.Equal("90E00007" + "000003E8" + "0000002A" + "BEDE0002" + "4030" + "310102" + "000000",
            Convert.ToHexString(bytes[..length]));
        Assert.True(RtpPacket.TryParse(bytes[..length], out var packet));
        Assert.Equal(length, packet.HeaderLength);
        Assert.True(packet.Extensions.TryGet(4, out var mid));
        Assert.Equal("0"u8, mid);
        Assert.True(packet.Extensions.TryGet(3, out var counter));
        Assert.Equal(new byte[] { 1, 2 }, counter);
    }

    [Fact]
    public void A_built_two_byte_header_carries_what_one_byte_elements_cannot()
    {
        Span<byte> bytes = stackalloc byte[128];
        var builder = new RtpHeaderBuilder(bytes, 96, marker: false, 7, 1000, 42, twoByteElements: true);
        Assert.True(builder.TryAdd(200, new byte[33]));
        Assert.True(builder.TryAdd(15, []));
        var length = builder.Finish();

        Assert.True(RtpPacket.TryParse(bytes[..length], out var packet));
        Assert.True(packet.Extensions.IsTwoByte);
        Assert.True(packet.Extensions.TryGet(200, out var value));
        Assert.Equal(33, value.Length);
        Assert.True(packet.Extensions.TryGet(15, out value));
        Assert.True(value.IsEmpty);
    }

    [Fact]
    public void A_builder_without_elements_writes_the_bare_header()
    {
        Span<byte> bytes = stackalloc byte[12];
        var builder = new RtpHeaderBuilder(bytes, 96, marker: false, 7, 1000, 42);
        Assert.False(builder.TryAdd(1, [1]));
        Assert.Equal(12, builder.Finish());
        Assert.Equal(0x80, bytes[0]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(15, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 17)]
    public void One_byte_elements_refuse_what_does_not_fit_their_form(int id, int length)
    {
        Span<byte> bytes = stackalloc byte[64];
        var builder = new RtpHeaderBuilder(bytes, 96, marker: false, 7, 1000, 42);
        Assert.False(builder.TryAdd((byte)id, new byte[length]));
        Assert.Equal(12, builder.Finish());
    }

    [Fact]
    public void A_destination_too_short_is_written_nothing()
    {
        var builder = new RtpHeaderBuilder(new byte[11], 96, marker: false, 7, 1000, 42);
        Assert.False(builder.TryAdd(1, [1]));
        Assert.Equal(0, builder.Finish());
    }
}
