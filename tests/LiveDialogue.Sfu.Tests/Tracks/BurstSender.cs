using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>Sends by one slot as <see cref="Subscription"/> does, in the clear. Allocates nothing.</summary>
internal sealed class BurstSender(SubscribedTrack slot)
{
    private readonly BurstSorter _sorter = new();
    private readonly byte[] _packet = new byte[1500];
    private SourcePacket[] _burst = new SourcePacket[64];

    /// <summary>Packets of runs that were, whole, what came next.</summary>
    public int Together { get; private set; }

    /// <summary>Packets of runs that were none of the slot's business.</summary>
    public int Ignored { get; private set; }

    public void Send(ReadOnlySpan<SourcePacket> packets, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        var burst = Sort(packets);
        foreach (ref readonly var run in burst.Runs)
        {
            if (slot.Continues(run)) SendNext(burst.PacketsOf(run), now, sent, dropped);
            else if (slot.Ignores(run)) Ignore(run.Length, dropped);
            else SendEach(burst.PacketsOf(run), now, sent, dropped);
        }
    }

    /// <summary>In the same order, but decides anew for each packet.</summary>
    public void SendEachInTurn(ReadOnlySpan<SourcePacket> packets, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        var burst = Sort(packets);
        foreach (ref readonly var run in burst.Runs) SendEach(burst.PacketsOf(run), now, sent, dropped);
    }

    /// <summary>One by one, as they came.</summary>
    public void SendEach(ReadOnlySpan<SourcePacket> packets, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        foreach (ref readonly var packet in packets)
        {
            if (slot.TryRewrite(packet, _packet, now, out var length) is { } reason) dropped(reason);
            else if (length > 0) sent(_packet.AsSpan(0, length));
        }
    }

    public void CatchUp(MonoTime now, DatagramSink sent)
    {
        while (slot.TryTakePending(_packet, now, out var length)) sent(_packet.AsSpan(0, length));
    }

    private Burst Sort(ReadOnlySpan<SourcePacket> packets)
    {
        if (_burst.Length < packets.Length) _burst = new SourcePacket[packets.Length * 2];
        packets.CopyTo(_burst);
        return _sorter.Sort(_burst.AsSpan(0, packets.Length));
    }

    private void SendNext(ReadOnlySpan<SourcePacket> run, MonoTime now, DatagramSink sent, Action<DropReason> dropped)
    {
        var written = default(BurstSize);
        foreach (ref readonly var packet in run)
        {
            var length = slot.WriteNext(packet, _packet, ref written);
            if (length == 0) dropped(DropReason.TooLarge);
            else sent(_packet.AsSpan(0, length));
        }
        slot.Wrote(run, written, now);
        Together += run.Length;
    }

    private void Ignore(int packets, Action<DropReason> dropped)
    {
        for (var i = 0; i < packets; i++) dropped(DropReason.OtherLayer);
        Ignored += packets;
    }
}
