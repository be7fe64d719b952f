using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Security;

/// <summary>
/// A piece of a handshake: datagrams for one association, and what it has to say. An association is lent with its step to whichever thread
/// runs it (the shard, or a <see cref="IHandshakes"/> worker) and touched by nobody else until the step came back.
/// </summary>
/// <param name="factory">Makes the ciphers of the keys that the handshake may end with.</param>
internal sealed class HandshakeStep(IDtls dtls, IDtlsFactory factory, PacketPool pool)
{
    public List<PacketBuffer> Incoming { get; } = [];

    public List<PacketBuffer> Outgoing { get; } = [];

    /// <summary>Made by the step that ended the handshake: eight keys to derive (twelve where there are HMACs) are work for whoever runs it. The taker's to dispose.</summary>
    public ISrtp? Srtp { get; private set; }

    /// <summary>What the association threw: our bug or a broken library; ends this peer only.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Say close_notify after the rest.</summary>
    public bool CloseAfterwards { get; init; }

    /// <summary>Told on the running thread when done.</summary>
    public Action<HandshakeStep>? Completed { get; init; }

    public void Run(MonoTime now)
    {
        try
        {
            var before = dtls.State;
            foreach (var datagram in Incoming) dtls.Receive(datagram.Bytes, now);
            dtls.Tick(now);
            if (CloseAfterwards) dtls.Close();
            Drain();
            if (before == DtlsState.Handshaking && dtls is { State: DtlsState.Connected, Keys: { } keys }) Srtp = factory.CreateSrtp(keys);
        }
#pragma warning disable CA1031 // whatever it is must end this peer, not the thread that serves all
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fault = fault;
        }
        foreach (var datagram in Incoming) datagram.Release();
        Incoming.Clear();
    }

    private void Drain()
    {
        while (true)
        {
            var datagram = pool.Rent();
            if (!dtls.TryTake(datagram.Span, out var length))
            {
                datagram.Release();
                return;
            }
            datagram.Length = length;
            Outgoing.Add(datagram);
        }
    }
}
