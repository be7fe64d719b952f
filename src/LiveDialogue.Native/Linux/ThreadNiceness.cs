using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// Tells the kernel which of the node's threads may wait. .NET's thread priorities do nothing on Linux. Asking for less always works; for more it takes
/// CAP_SYS_NICE. A media thread also asks for short turns, which needs no right: since Linux 6.12 who wants less at a time is let in sooner, where
/// it would else wait for the end of another's turn, up to the next tick of the kernel's clock (4 ms). Older kernels ignore that.
/// </summary>
public static unsafe partial class ThreadNiceness
{
    private const int Preferred = -10, Patient = 5;
    private const ulong ShortTurn = 100_000;     // nanoseconds: the shortest there is
    private const ulong ResetOnFork = 1;         // SCHED_FLAG_RESET_ON_FORK: a thread that the runtime starts from this one isn't preferred as well
    private const int Self = 0;

    /// <summary>On the thread itself.</summary>
    public static void Apply(NodeThread thread)
    {
        if (!OperatingSystem.IsLinux()) return;
        if (thread == NodeThread.Handshakes) _ = LibC.setpriority(which: 0, Self, Patient);
        else if (!TrySchedule(Preferred)) _ = TrySchedule(0);
    }

    private static bool TrySchedule(int nice)
    {
        nint call = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 314, Architecture.Arm64 => 274, _ => -1 };    // sched_setattr(2), which glibc lacks
        var attributes = new ScheduleAttributes { Size = (uint)sizeof(ScheduleAttributes), Flags = ResetOnFork, Nice = nice, Runtime = ShortTurn };
        return syscall(call, Self, &attributes, 0) == 0;
    }

    [LibraryImport("libc", SetLastError = true)] private static partial nint syscall(nint number, nint thread, ScheduleAttributes* attributes, nuint flags);

    /// <summary>struct sched_attr, 48 bytes; the policy 0 is SCHED_OTHER.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ScheduleAttributes
    {
        internal uint Size;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
    }
}
