using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// Tells the kernel which of the node's threads may wait. .NET's thread priorities do nothing on Linux. Asking for less always works; for more it takes
/// CAP_SYS_NICE, and without it nothing changes.
/// </summary>
public static class ThreadNiceness
{
    private const int Process = 0;    // PRIO_PROCESS, which for Linux is a thread
    private const int Self = 0;

    /// <summary>On the thread itself.</summary>
    public static void Apply(NodeThread thread)
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = LibC.setpriority(Process, Self, thread == NodeThread.Media ? -10 : 5);
    }
}
