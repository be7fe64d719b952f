namespace LiveDialogue.Wire.Tests;

public sealed class DatagramTests
{
    [Theory]
    [InlineData(new byte[0], DatagramKind.Unknown)]
    [InlineData(new byte[] { 0x80 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 0, 1 }, DatagramKind.Stun)]
    [InlineData(new byte[] { 3, 0 }, DatagramKind.Stun)]
    [InlineData(new byte[] { 4, 0 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 19, 0 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 20, 0 }, DatagramKind.Dtls)]
    [InlineData(new byte[] { 63, 0 }, DatagramKind.Dtls)]
    [InlineData(new byte[] { 64, 0 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 127, 0 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 128, 96 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 128, 191 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 128, 192 }, DatagramKind.Rtcp)]
    [InlineData(new byte[] { 191, 223 }, DatagramKind.Rtcp)]
    [InlineData(new byte[] { 191, 224 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 192, 200 }, DatagramKind.Unknown)]
    public void KindOf_reads_the_first_two_bytes(byte[] datagram, DatagramKind expected) =>
        Assert.Equal(expected, Datagram.KindOf(datagram));
}
