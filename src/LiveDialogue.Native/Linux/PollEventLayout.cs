using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Linux;

/// <summary>struct epoll_event as x86-64 has it: packed into 12 bytes. ARM64 has 16, with the tag at 8.</summary>
internal static class PollEventLayout
{
    internal static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    internal static readonly int Size = IsPacked ? 12 : 16;
    internal static readonly int TagOffset = IsPacked ? 4 : 8;
}
