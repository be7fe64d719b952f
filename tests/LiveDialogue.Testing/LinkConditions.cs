namespace LiveDialogue.Testing;

/// <summary>What one direction of a path does to datagrams. <c>new()</c>: nothing at all.</summary>
public sealed record LinkConditions
{
    public TimeSpan Delay { get; init; }

    /// <summary>Up to this much more, evenly spread, drawn for each datagram. Order is kept, as queues keep it.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>0..1, each datagram by itself.</summary>
    public double Loss { get; init; }

    /// <summary>Loss in bursts, beside <see cref="Loss"/>; null: none.</summary>
    public LossBursts? Bursts { get; init; }

    /// <summary>0..1: the share of datagrams that are overtaken by those of the next <see cref="ReorderBy"/>.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderBy { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>0..1: the share that arrive twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>0: as fast as it comes.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>When the link takes how much, instead of <see cref="BitsPerSecond"/>; null: that.</summary>
    public LinkTrace? Trace { get; init; }

    /// <summary>What would wait longer than this for its turn is dropped; matters only with <see cref="BitsPerSecond"/> or <see cref="Trace"/>.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>A link that is good or bad for a while (Gilbert 1960, Elliott 1963); each datagram may change which.</summary>
/// <param name="Begins">0..1: how likely the next datagram is the first of a bad stretch.</param>
/// <param name="Ends">0..1: how likely the next is the first of a good one; its inverse is a stretch's mean length.</param>
/// <param name="LossWithin">0..1, of a bad stretch's datagrams.</param>
public sealed record LossBursts(double Begins, double Ends, double LossWithin = 1);
