namespace LiveDialogue.Wire;

/// <summary>Tells apart what shares one UDP port, by the first two bytes alone.</summary>
public static class Datagram
{
    /// <returns>
    /// The kind the first byte claims (RFC 7983 §7); RTCP is told from RTP by its packet type 192..223 (RFC 5761 §4).
    /// A claim only: the parser of that kind may still refuse.
    /// </returns>
    public static DatagramKind KindOf(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2) return DatagramKind.Unknown;

        return datagram[0] switch
        {
            <= 3 => DatagramKind.Stun,
            >= 20 and <= 63 => DatagramKind.Dtls,
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp,
            _ => DatagramKind.Unknown,
        };
    }
}
