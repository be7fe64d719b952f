namespace LiveDialogue.Simulator.Bench;

/// <summary>What one measuring window gave.</summary>
/// <param name="Sent">Packets the publisher sent within the window.</param>
/// <param name="Delivered">Of those, copies that reached viewers, whenever they came.</param>
/// <param name="Cpu">Of the server's process.</param>
internal sealed record Round(long Sent, long Delivered, int Viewers, TimeSpan Cpu, double? AllocatedBytes, TimeSpan MedianDelay, TimeSpan SlowDelay, TimeSpan SlowestDelay)
{
    internal double PacketsPerCpuSecond => Delivered / Cpu.TotalSeconds;

    internal double? AllocatedPerPacket => AllocatedBytes / Delivered;

    /// <summary>Of every packet to every viewer, the share that never came: whatever the sequence numbers say.</summary>
    internal double LossPercent => 100 * (1 - ((double)Delivered / (Sent * Viewers)));

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
