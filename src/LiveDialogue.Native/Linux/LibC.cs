using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LiveDialogue.Native.Linux;

/// <summary>Linux system calls for batches of datagrams, with their structures as glibc has them on 64-bit machines.</summary>
internal static unsafe partial class LibC
{
    internal const int DontWait = 0x40;          // MSG_DONTWAIT
    internal const int Truncated = 0x20;         // MSG_TRUNC
    internal const int ControlTruncated = 0x08;  // MSG_CTRUNC
    internal const short PollIn = 1;             // also EPOLLIN
    internal const int EpollAdd = 1;
    internal const int EpollRemove = 2;
    internal const int EventNonBlocking = 0x800; // EFD_NONBLOCK
    internal const int EventCloseOnExec = 0x80000;
    internal const int ErrorInterrupted = 4;     // EINTR
    internal const int ErrorInput = 5;           // EIO
    internal const int ErrorInvalid = 22;        // EINVAL
    internal const int ErrorTooLong = 90;        // EMSGSIZE
    internal const int ErrorNoProtocolOption = 92;
    internal const int LevelUdp = 17;            // SOL_UDP
    internal const int UdpSegment = 103;
    internal const int UdpTakeTrains = 104;      // UDP_GRO
    internal const int LevelSocket = 1;          // SOL_SOCKET
    internal const int StampArrivals = 35;       // SO_TIMESTAMPNS, with the timespec of 64-bit machines
    private const int Realtime = 0;              // CLOCK_REALTIME

    [LibraryImport("libc", SetLastError = true)] internal static partial int recvmmsg(int socket, MultiMessage* messages, uint count, int flags, void* timeout);
    [LibraryImport("libc", SetLastError = true)] internal static partial int sendmmsg(int socket, MultiMessage* messages, uint count, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial int ppoll(PollDescriptor* descriptors, nuint count, TimeSpec* patience, void* signals);
    [LibraryImport("libc", SetLastError = true)] internal static partial int epoll_create1(int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial int epoll_ctl(int group, int operation, int descriptor, byte* interest);
    [LibraryImport("libc", SetLastError = true)] internal static partial int epoll_wait(int group, byte* events, int count, int milliseconds);
    [LibraryImport("libc", SetLastError = true)] internal static partial int eventfd(uint initial, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint read(int descriptor, void* data, nuint length);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint write(int descriptor, void* data, nuint length);
    [LibraryImport("libc", SetLastError = true)] internal static partial int close(int descriptor);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    /// <summary>By the clock that stamps arrivals.</summary>
    internal static TimeSpan WallTime()
    {
        TimeSpec time;
        _ = clock_gettime(Realtime, &time);
        return time.AsTimeSpan();
    }

    [LibraryImport("libc"), SuppressGCTransition] private static partial int clock_gettime(int clock, TimeSpec* time);

    [LibraryImport("libc", SetLastError = true)] internal static partial int setpriority(int which, int who, int niceness);

    [LibraryImport("libc")] internal static partial int malloc_trim(nuint keep);

    /// <param name="state">struct timex, 208 bytes; zeros ask and change nothing.</param>
    [LibraryImport("libc", SetLastError = true)] internal static partial int adjtimex(void* state);

    [LibraryImport("libc", SetLastError = true)] internal static partial int fchown(SafeFileHandle file, uint user, uint group);

    // Of variable arguments in C. On x86-64 and on ARM64 Linux an integer argument travels as a fixed one would.
    [LibraryImport("libc", SetLastError = true)] internal static partial int fcntl(int descriptor, int command, int argument);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint syscall(nint number, nint thread, ThreadSchedule* schedule, nuint third, nuint fourth);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;

        internal readonly TimeSpan AsTimeSpan() => new((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / 100));
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Vector
    {
        internal void* Base;
        internal nuint Length;
    }

    /// <summary>struct mmsghdr, 64 bytes: msghdr (56) and the length of what was received.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct MultiMessage
    {
        [FieldOffset(0)] internal void* Name;
        [FieldOffset(8)] internal uint NameLength;
        [FieldOffset(16)] internal Vector* Vectors;
        [FieldOffset(24)] internal nuint VectorCount;
        [FieldOffset(32)] internal void* Control;
        [FieldOffset(40)] internal nuint ControlLength;
        [FieldOffset(48)] internal int Flags;
        [FieldOffset(56)] internal uint Length;
    }

    /// <summary>A cmsg that asks the kernel to cut one large send into datagrams of <see cref="Size"/> bytes; CMSG_SPACE is 24.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct SegmentControl
    {
        [FieldOffset(0)] internal nuint Length;
        [FieldOffset(8)] internal int Level;
        [FieldOffset(12)] internal int Type;
        [FieldOffset(16)] internal ushort Size;
    }
}
