using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Linux;

/// <summary>How the kernel schedules a thread: struct sched_attr, 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ThreadSchedule
{
    /// <summary>SCHED_OTHER: the policy of whom nobody chose another for.</summary>
    internal const uint Ordinary = 0;

    /// <summary>SCHED_FLAG_RESET_ON_FORK: a thread that the runtime starts from this one isn't preferred as well.</summary>
    internal const ulong ResetOnFork = 1;

    private uint _size;
    internal uint Policy;
    internal ulong Flags;
    internal int Nice;
    internal uint Priority;

    /// <summary>The length of a turn in nanoseconds; 0: the kernel's own choice.</summary>
    internal ulong Runtime;
    internal ulong Deadline;
    internal ulong Period;

    // glibc lacks both before 2.41
    private static nint SetCall => RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 314, Architecture.Arm64 => 274, _ => -1 };

    private static nint GetCall => SetCall < 0 ? -1 : SetCall + 1;

    /// <summary>Of the calling thread.</summary>
    internal static unsafe bool TryRead(out ThreadSchedule schedule)
    {
        schedule = default;
        fixed (ThreadSchedule* target = &schedule) return LibC.syscall(GetCall, 0, target, (nuint)sizeof(ThreadSchedule), 0) == 0;
    }

    /// <summary>To the calling thread.</summary>
    internal static unsafe bool TryApply(ThreadSchedule schedule)
    {
        schedule._size = (uint)sizeof(ThreadSchedule);
        return LibC.syscall(SetCall, 0, &schedule, 0, 0) == 0;
    }
}
