using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LiveDialogue.Native.Linux;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native;

/// <summary>
/// Waits on hundreds of ports at once (epoll): a simulated audience needs a port for each viewer, since the server tells peers apart by address.
/// Linux only. One thread waits; <see cref="Wake"/> is for any.
/// </summary>
public sealed unsafe class DatagramPortGroup : IDisposable
{
    private const int MaxReady = 64;
    private const int WakeTag = -1;

    private readonly int _epoll;
    private readonly Wakeup _wakeup = new();
    private readonly PinnedArray<byte> _events = new(MaxReady * 16);
    private bool _disposed;

    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public DatagramPortGroup()
    {
        if (DatagramPorts.Best != PortKind.LinuxBatched) throw new PlatformNotSupportedException("Waiting on many ports at once needs Linux.");
        _epoll = LibC.epoll_create1(LibC.EventCloseOnExec);
        if (_epoll < 0) throw new InvalidOperationException($"No epoll: {Marshal.GetLastPInvokeErrorMessage()}");
        Control(LibC.EpollAdd, _wakeup.Descriptor, WakeTag);
        NativeHandles.Made();
    }

    /// <param name="port">One of <see cref="DatagramPorts"/>, of the batched kind.</param>
    /// <param name="tag">What <see cref="Wait"/> will call it; not negative.</param>
    public void Add(IDatagramPort port, int tag) => Control(LibC.EpollAdd, ((BatchedPort)port).Descriptor, tag);

    /// <summary>Before the port is disposed.</summary>
    public void Remove(IDatagramPort port) => Control(LibC.EpollRemove, ((BatchedPort)port).Descriptor, 0);

    /// <param name="ready">Receives the tags of the ports that have datagrams: at most 64 a call.</param>
    /// <returns>How many; 0 when <paramref name="patience"/> was over or someone woke it.</returns>
    public int Wait(Span<int> ready, TimeSpan patience)
    {
        var milliseconds = (int)Math.Clamp(Math.Ceiling(patience.TotalMilliseconds), 0, 1000);
        var count = LibC.epoll_wait(_epoll, _events.Pointer, Math.Min(MaxReady, ready.Length + 1), milliseconds);
        var filled = 0;
        for (var i = 0; i < count; i++)
        {
            var tag = BinaryPrimitives.ReadInt32LittleEndian(_events.Span[((i * PollEventLayout.Size) + PollEventLayout.TagOffset)..]);
            if (tag == WakeTag) _wakeup.Answer();
            else if (filled < ready.Length) ready[filled++] = tag;
        }
        return filled;
    }

    public void Wake() => _wakeup.Ring();

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _wakeup.Dispose();
        _ = LibC.close(_epoll);
        NativeHandles.Freed();
    }

    private void Control(int operation, int descriptor, int tag)
    {
        Span<byte> interest = stackalloc byte[16];
        interest.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(interest, LibC.PollIn);
        BinaryPrimitives.WriteInt32LittleEndian(interest[PollEventLayout.TagOffset..], tag);
        fixed (byte* bytes = interest)
        {
            if (LibC.epoll_ctl(_epoll, operation, descriptor, bytes) != 0)
                throw new SocketException(Marshal.GetLastPInvokeError());
        }
    }
}
