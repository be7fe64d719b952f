using System.Diagnostics;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Io;

/// <summary>Where media time comes from. Any thread.</summary>
public interface IMonoClock
{
    MonoTime Now { get; }
}

/// <summary>The machine's monotonic clock.</summary>
public sealed class MonoClock : IMonoClock
{
    private static readonly double MicrosecondsPerTick = 1_000_000d / Stopwatch.Frequency;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <remarks>Starts at one second, so that no moment of it equals <c>default</c>.</remarks>
    public MonoTime Now => new(1_000_000 + (long)((Stopwatch.GetTimestamp() - _start) * MicrosecondsPerTick));
}
