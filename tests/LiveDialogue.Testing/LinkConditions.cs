namespace LiveDialogue.Testing;

/// <summary>What one direction of a path does to datagrams. <c>new()</c>: nothing at all.</summary>
public sealed record LinkConditions
{
    public TimeSpan Delay { get; init; }

    /// <summary>Up to this much more, evenly spread, drawn for each datagram. Order is kept, as queues keep it.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>0..1, each datagram by itself.</summary>
    public double Loss { get; init; }

    /// <summary>0..1: the share of datagrams that are overtaken by those of the next <see cref="ReorderBy"/>.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderBy { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>0..1: the share that arrive twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>0: as fast as it comes.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>What waits longer than this for its turn is dropped; matters only with <see cref="BitsPerSecond"/>.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(300);
}
