using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>Sends by one slot as <see cref="Subscription"/> does, in the clear. Allocates nothing.</summary>
internal sealed class BurstSender(SubscribedTrack slot)
{
    private readonly byte[] _packet = new byte[1500];

    /// <summary>Packets of bursts that were, whole, what came next.</summary>
    public int Together { get; private set; }

    public void Send(ReadOnlySpan<SourcePacket> burst, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        if (slot.Continues(burst)) SendNext(burst, now, sent, dropped);
        else SendEach(burst, now, sent, dropped);
    }

    /// <summary>Decides anew for each packet, as is done for what isn't just the next.</summary>
    public void SendEach(ReadOnlySpan<SourcePacket> burst, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        foreach (ref readonly var packet in burst)
        {
            if (slot.TryRewrite(packet, _packet, now, out var length) is { } reason) dropped(reason);
            else if (length > 0) sent(_packet.AsSpan(0, length));
        }
    }

    public void CatchUp(MonoTime now, DatagramSink sent)
    {
        while (slot.TryTakePending(_packet, now, out var length)) sent(_packet.AsSpan(0, length));
    }

    private void SendNext(ReadOnlySpan<SourcePacket> burst, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        var written = default(BurstSize);
        foreach (ref readonly var packet in burst)
        {
            var length = slot.WriteNext(packet, _packet, ref written);
            if (length == 0) dropped(DropReason.TooLarge);
            else sent(_packet.AsSpan(0, length));
        }
        slot.Wrote(burst, written, now);
        Together += burst.Length;
    }
}
