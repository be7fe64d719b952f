using System.Runtime.InteropServices;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Linux;

/// <summary>Sleeps until a moment, not for a while: what is due at a fixed rate then never drifts (CLOCK_MONOTONIC, TIMER_ABSTIME).</summary>
public static unsafe partial class MonotonicWait
{
    private const int Monotonic = 1;         // CLOCK_MONOTONIC
    private const int Absolute = 1;          // TIMER_ABSTIME
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The moment on the clock that <see cref="Until"/> sleeps by; comparable with every other MonoTime of this process.</summary>
    public static MonoTime Now
    {
        get
        {
            LibC.TimeSpec time;
            _ = clock_gettime(Monotonic, &time);
            return new((time.Seconds * MicrosecondsPerSecond) + (time.Nanoseconds / 1000));
        }
    }

    /// <summary>Returns at once for the past.</summary>
    public static void Until(MonoTime due)
    {
        var time = new LibC.TimeSpec
        {
            Seconds = due.Microseconds / MicrosecondsPerSecond,
            Nanoseconds = due.Microseconds % MicrosecondsPerSecond * 1000,
        };
        // A signal interrupts it; the moment stays the same.
        while (clock_nanosleep(Monotonic, Absolute, &time, null) == LibC.ErrorInterrupted) { }
    }

    /// <summary>
    /// Asks the kernel to prefer the calling thread, and it alone: without the flag, threads and processes that it starts (the runtime's pool grows
    /// on whichever thread asks it to) would be preferred as well, and theirs in turn (sched(7), "The reset-on-fork flag").
    /// </summary>
    /// <returns>False without the right to (CAP_SYS_NICE), or where the operator chose another policy (chrt): nothing has changed. True also for who is as nice already.</returns>
    public static bool TryPrefer(int nice) =>
        ThreadSchedule.TryRead(out var present) && present.Policy == ThreadSchedule.Ordinary
        && (present.Nice <= nice || ThreadSchedule.TryApply(present with { Flags = ThreadSchedule.ResetOnFork, Nice = nice }));

    [LibraryImport("libc")] private static partial int clock_gettime(int clock, LibC.TimeSpec* time);
    [LibraryImport("libc")] private static partial int clock_nanosleep(int clock, int flags, LibC.TimeSpec* until, LibC.TimeSpec* remaining);
}
