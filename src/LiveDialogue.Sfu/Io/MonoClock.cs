using System.Diagnostics;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Io;

/// <summary>The machine's monotonic clock as media time. All processes on one Linux machine share its start (CLOCK_MONOTONIC).</summary>
public static class MonoClock
{
    private static readonly long TicksPerMicrosecond = Math.Max(1, Stopwatch.Frequency / 1_000_000);

    public static MonoTime Now => new(Stopwatch.GetTimestamp() / TicksPerMicrosecond);
}
