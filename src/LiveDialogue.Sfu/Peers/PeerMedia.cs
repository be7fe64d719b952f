using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Peers;

/// <summary>What a peer is here for: to publish, or to watch. Called by its shard, after authentication only.</summary>
internal abstract class PeerMedia
{
    public abstract MonoTime NextDeadline { get; }

    /// <summary>Keys are there. Sending is possible from now on.</summary>
    public abstract void Start(Peer peer, MonoTime now);

    /// <param name="buffer">The packet in the clear; held by the caller during the call.</param>
    public abstract DropReason? ReceiveRtp(PacketBuffer buffer, in RtpPacket packet, MonoTime now);

    /// <summary>One packet of a compound.</summary>
    public abstract DropReason? ReceiveRtcp(in RtcpPacket packet, MonoTime now);

    /// <summary>Reads what <see cref="ReceiveRtcp"/> will look at: see <see cref="ISlotOwner.Preload"/>.</summary>
    public virtual int PreloadReceived() => 0;

    public abstract void Tick(MonoTime now);

    /// <summary>Releases every buffer and leaves every list.</summary>
    public abstract void Stop(MonoTime now);
}
