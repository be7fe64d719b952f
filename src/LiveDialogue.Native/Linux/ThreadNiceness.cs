using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// Tells the kernel which of the node's threads may wait. .NET's thread priorities do nothing on Linux. Asking for less always works; for more it takes
/// CAP_SYS_NICE. A media thread also asks for short turns, which needs no right as long as it asks for nothing else: since Linux 6.12 who wants less at a
/// time is let in sooner, where it would else wait for the end of another's turn, up to the next tick of the kernel's clock (4 ms). Older kernels ignore that.
/// Nothing is taken from who has it already: a nicer niceness stays, and so does any policy that the operator chose (chrt, CPUSchedulingPolicy).
/// </summary>
public static class ThreadNiceness
{
    private const int Preferred = -10, Patient = 5;
    private const ulong ShortTurn = 100_000;     // nanoseconds: the shortest there is

    /// <summary>On the thread itself.</summary>
    public static void Apply(NodeThread thread)
    {
        if (!OperatingSystem.IsLinux() || !ThreadSchedule.TryRead(out var present) || present.Policy != ThreadSchedule.Ordinary) return;
        if (thread != NodeThread.Handshakes) Prefer(present, ThreadSchedule.TryApply);
        else if (present.Nice < Patient) _ = LibC.setpriority(which: 0, who: 0, Patient);
    }

    /// <param name="apply">Whether the kernel granted it.</param>
    internal static void Prefer(ThreadSchedule present, Func<ThreadSchedule, bool> apply)
    {
        var shorter = present with { Flags = ThreadSchedule.ResetOnFork, Runtime = ShortTurn };
        if (present.Nice <= Preferred || !apply(shorter with { Nice = Preferred })) _ = apply(shorter);
    }
}
