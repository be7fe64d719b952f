using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// A peer's association and its waiting datagrams: one step is out at a time, so whoever runs it has the association alone.
/// Belongs to the shard's thread.
/// </summary>
internal sealed class DtlsChannel(IDtls dtls, IDtlsFactory factory, PacketPool pool)
{
    /// <summary>A client's longest flight (certificate, 1,200 byte datagrams) is about four; the rest is repetition or abuse.</summary>
    private const int MaxWaiting = 16;

    private readonly List<PacketBuffer> _waiting = [];
    private bool _lent;
    private bool _disposed;

    /// <summary>Meaningful while no step is out.</summary>
    public IDtls Dtls => dtls;

    public MonoTime NextDeadline => _lent || _disposed ? MonoTime.Never : dtls.NextDeadline;

    /// <summary>Holds the datagram until a step takes it.</summary>
    public DropReason? Receive(PacketBuffer datagram)
    {
        if (_disposed || _waiting.Count == MaxWaiting) return DropReason.HandshakeFlood;
        _waiting.Add(datagram.Hold());
        return null;
    }

    /// <summary>What should be run now; null when one is out or there is nothing to do. Comes back by <see cref="Return"/>.</summary>
    /// <param name="timer">Also for a deadline that is due; else for datagrams only.</param>
    public HandshakeStep? TakeStep(MonoTime now, bool timer, Action<HandshakeStep> completed)
    {
        if (_lent || _disposed || (_waiting.Count == 0 && !(timer && dtls.NextDeadline <= now))) return null;
        _lent = true;
        var step = new HandshakeStep(dtls, factory, pool) { Completed = completed };
        step.Incoming.AddRange(_waiting);
        _waiting.Clear();
        return step;
    }

    /// <returns>False when the channel was closed meanwhile: then all is released, and the step has nothing to say.</returns>
    public bool Return(HandshakeStep step)
    {
        _lent = false;
        foreach (var unread in step.Incoming) unread.Release();    // a step that was never run
        step.Incoming.Clear();
        if (!_disposed) return true;

        ReleaseOutgoing(step);
        step.Srtp?.Dispose();
        dtls.Dispose();
        return false;
    }

    /// <summary>Says goodbye, if the association isn't out, and frees it now or when it returns.</summary>
    /// <returns>The step whose <see cref="HandshakeStep.Outgoing"/> holds close_notify; already run.</returns>
    public HandshakeStep? Close(MonoTime now)
    {
        if (_disposed) return null;
        _disposed = true;
        foreach (var datagram in _waiting) datagram.Release();
        _waiting.Clear();
        if (_lent) return null;

        var step = new HandshakeStep(dtls, factory, pool) { CloseAfterwards = true };
        step.Run(now);
        dtls.Dispose();
        return step;
    }

    public static void ReleaseOutgoing(HandshakeStep step)
    {
        foreach (var datagram in step.Outgoing) datagram.Release();
        step.Outgoing.Clear();
    }
}
