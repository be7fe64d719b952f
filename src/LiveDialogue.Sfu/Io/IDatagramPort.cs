namespace LiveDialogue.Sfu.Io;

/// <summary>
/// One bound UDP port (Linux batched | portable Socket | virtual network), or a TCP port that frames datagrams. <see cref="Receive"/> and <see cref="Queue"/> belong to the shard's thread.
/// </summary>
public interface IDatagramPort : IDisposable
{
    TransportAddress LocalAddress { get; }

    /// <summary>Waits until datagrams are there, <paramref name="patience"/> is over or <see cref="Wake"/> is called.</summary>
    /// <param name="batch">Filled from the start: each entry gets a buffer from the pool that the caller now owns.</param>
    /// <returns>How many entries were filled; 0 on timeout or wake.</returns>
    int Receive(Span<ReceivedDatagram> batch, TimeSpan patience);

    /// <summary>
    /// The same, but what doesn't hurry (<see cref="TryHurry"/>) may be left to gather: it ends the waiting at the earliest this long after some of it
    /// was last taken, and after half of that it may come along when the patience is over.
    /// </summary>
    /// <param name="gather">A port that can't, doesn't.</param>
    int ReceiveGathering(Span<ReceivedDatagram> batch, TimeSpan patience, TimeSpan gather) => Receive(batch, patience);

    /// <summary>Room for one outgoing datagram of at most 1,500 bytes, to be written and then committed by <see cref="Queue"/>. Flushes when the slab is full.</summary>
    Span<byte> Reserve();

    /// <summary>Commits what was written into the span of the last <see cref="Reserve"/>. May send at once or with <see cref="Flush"/>.</summary>
    void Queue(int length, in TransportAddress destination);

    /// <summary>Sends all that is queued. What the kernel refuses is counted and dropped, never thrown.</summary>
    void Flush();

    /// <summary>
    /// From now on this port's <see cref="Receive"/> also ends its waiting when <paramref name="other"/> has datagrams, which then are asked for
    /// after it in each round.
    /// </summary>
    /// <returns>False where the ports can't wait together: the other must be asked again and again.</returns>
    bool TryWaitWith(IDatagramPort other) => false;

    /// <summary>From now on wakes the other whenever there is something to receive here: then nobody need wait at this port.</summary>
    /// <returns>False when it can't.</returns>
    bool TryWake(IDatagramPort sleeper) => false;

    /// <summary>Whether datagrams go framed over connections (RFC 4571), not each for itself.</summary>
    bool IsStream => false;

    /// <summary>Any thread.</summary>
    StreamCounts Streams => default;

    /// <summary>What comes from there always ends the waiting at once, until <see cref="Calm"/> or <see cref="Leave"/>. To be asked again costs nothing.</summary>
    /// <returns>False when it can't be told apart from the rest.</returns>
    bool TryHurry(in TransportAddress remote) => false;

    /// <summary>What comes from there hurries no more than the rest.</summary>
    void Calm(in TransportAddress remote)
    {
    }

    /// <summary>A check from there was right. A connection that never hears this is closed after 10 s.</summary>
    void Keep(in TransportAddress remote)
    {
    }

    /// <summary>Nobody's any more: a connection to there is closed, after what waits.</summary>
    void Leave(in TransportAddress remote)
    {
    }

    /// <summary>Ends a waiting <see cref="Receive"/>. From any thread.</summary>
    void Wake();

    /// <summary>Datagrams the kernel refused to send since the start.</summary>
    long SendFailures { get; }

    /// <summary>Messages that the kernel was given for the datagrams sent: a train of equal ones is one. Any thread.</summary>
    /// <returns>0 for a port that doesn't count.</returns>
    long SendMessages => 0;
}

/// <summary>A datagram as it came; <see cref="Buffer"/> holds its bytes.</summary>
public struct ReceivedDatagram
{
    public PacketBuffer Buffer;
    public TransportAddress Source;
}
