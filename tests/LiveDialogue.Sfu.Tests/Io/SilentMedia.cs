using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Io;

/// <summary>Of a peer that never connects.</summary>
internal sealed class SilentMedia : PeerMedia
{
    public override MonoTime NextDeadline => MonoTime.Never;

    public override void Start(Peer peer, MonoTime now) => Assert.Fail("It never connects.");

    public override DropReason? ReceiveRtp(PacketBuffer buffer, in RtpPacket packet, MonoTime now) => null;

    public override DropReason? ReceiveRtcp(in RtcpPacket packet, MonoTime now) => null;

    public override void Tick(MonoTime now) => Assert.Fail("As above.");

    public override void Stop(MonoTime now)
    {
        // Has nothing.
    }
}
