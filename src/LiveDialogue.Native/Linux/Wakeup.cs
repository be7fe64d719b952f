using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Linux;

/// <summary>Lets other threads end a port's wait: an eventfd, written at most once for each wait however often it is rung.</summary>
internal sealed unsafe class Wakeup : SafeHandle
{
    private int _rung;

    internal Wakeup() : base(-1, ownsHandle: true)
    {
        var descriptor = LibC.eventfd(0, LibC.EventNonBlocking | LibC.EventCloseOnExec);
        if (descriptor < 0) throw new InvalidOperationException($"No eventfd: {Marshal.GetLastPInvokeErrorMessage()}");
        SetHandle(descriptor);
        NativeHandles.Made();
    }

    public override bool IsInvalid => handle == -1;

    internal int Descriptor => (int)handle;

    /// <summary>From any thread, also while the port is being closed.</summary>
    internal void Ring()
    {
        if (Interlocked.Exchange(ref _rung, 1) != 0) return;

        var held = false;
        try
        {
            DangerousAddRef(ref held);
            ulong one = 1;
            _ = LibC.write(Descriptor, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // nobody waits any more
        }
        finally
        {
            if (held) DangerousRelease();
        }
    }

    /// <summary>By the waiting thread, after it woke and before it looks for what there is to do.</summary>
    internal void Answer()
    {
        ulong count;
        _ = LibC.read(Descriptor, &count, sizeof(ulong));
        Volatile.Write(ref _rung, 0);
    }

    protected override bool ReleaseHandle()
    {
        NativeHandles.Freed();
        return LibC.close((int)handle) == 0;
    }
}
