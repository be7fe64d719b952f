using System.Globalization;

namespace LiveDialogue.Simulator.Bench;

/// <summary>What the simulator itself took of the machine meanwhile: its peers share it with what is measured.</summary>
internal sealed record OwnCost(TimeSpan Cpu, TimeSpan Paused, int Collections, long Allocated)
{
    internal static OwnCost Begin() => new(
        Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), GC.CollectionCount(0), GC.GetTotalAllocatedBytes());

    internal string Words()
    {
        var now = Begin();
        return string.Create(CultureInfo.InvariantCulture,
            $"The simulator took {(now.Cpu - Cpu).TotalSeconds:0.00} s of CPU, allocated {(now.Allocated - Allocated) / 1024} KB and stood still {now.Collections - Collections} times, for {(now.Paused - Paused).TotalMilliseconds:0.0} ms.");
    }
}
