using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Fuzz.Targets;

internal static class DatagramTarget
{
    public static FuzzTarget Create() => new("datagram", CorpusFolder: null, AllTargets.Hex("00010000", "16FEFD", "80600001", "80C80006", ""), Check);

    private static void Check(ReadOnlySpan<byte> input)
    {
        var kind = Datagram.KindOf(input);
        Property.Holds(!StunMessage.TryParse(input, out _) || kind == DatagramKind.Stun, "What parses as STUN is told apart as STUN.");
        Property.Holds(!RtpPacket.TryParse(input, out _) || kind is DatagramKind.Rtp or DatagramKind.Rtcp, "What parses as RTP is told apart as RTP or RTCP.");
        Property.Holds(RtcpPackets.Enumerate(input).IsMalformed || kind == DatagramKind.Rtcp, "What parses as RTCP is told apart as RTCP.");
    }
}
