using System.Diagnostics;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Io;

/// <summary>Where media time comes from. Any thread.</summary>
public interface IMonoClock
{
    MonoTime Now { get; }
}

/// <summary>The machine's monotonic clock (CLOCK_MONOTONIC): moments of all its instances in one process can be compared.</summary>
public sealed class MonoClock : IMonoClock
{
    private static readonly double MicrosecondsPerTick = 1_000_000d / Stopwatch.Frequency;

    public MonoTime Now => new((long)(Stopwatch.GetTimestamp() * MicrosecondsPerTick));
}
