using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>Takes a batch of datagrams with one recvmmsg, straight into pooled buffers.</summary>
internal sealed unsafe class BatchReceiver : IReceiver
{
    private readonly int _socket;
    private readonly PacketPool _pool;
    private readonly IMonoClock _clock;
    private readonly PacketBuffer[] _waiting;
    private readonly PinnedArray<LibC.MultiMessage> _messages;
    private readonly PinnedArray<LibC.Vector> _vectors;
    private readonly PinnedArray<byte> _names;

    internal BatchReceiver(int socket, PacketPool pool, IMonoClock clock, int size)
    {
        (_socket, _pool, _clock) = (socket, pool, clock);
        (_waiting, _messages, _vectors, _names) = (new PacketBuffer[size], new(size), new(size), new(size * SocketName.Capacity));
        for (var i = 0; i < size; i++)
        {
            _messages.Span[i] = new() { Name = _names.Pointer + (i * SocketName.Capacity), Vectors = _vectors.Pointer + i, VectorCount = 1 };
            Renew(i);
        }
    }

    public int TryTake(Span<ReceivedDatagram> batch, out bool more)
    {
        var room = Math.Min(batch.Length, _waiting.Length);
        for (var i = 0; i < room; i++) _messages.Span[i].NameLength = SocketName.Capacity;
        var count = LibC.recvmmsg(_socket, _messages.Pointer, (uint)room, LibC.DontWait, null);
        more = count == room;
        if (count <= 0) return 0;

        var arrival = _clock.Now;
        var filled = 0;
        for (var i = 0; i < count; i++)
        {
            ref var message = ref _messages.Span[i];
            if ((message.Flags & LibC.Truncated) != 0 || message.Length == 0) continue; // too long for us, or nothing: its buffer is used again

            var buffer = _waiting[i];
            buffer.Length = (int)message.Length;
            buffer.Arrival = arrival;
            batch[filled++] = new() { Buffer = buffer, Source = SocketName.Read(_names.Span.Slice(i * SocketName.Capacity, SocketName.Capacity)) };
            Renew(i);
        }
        return filled;
    }

    public void ReleaseAll()
    {
        foreach (var buffer in _waiting) buffer.Release();
    }

    private void Renew(int slot)
    {
        var buffer = _pool.Rent();
        _waiting[slot] = buffer;
        // The pool's slabs are pinned, and the buffer is held until it is handed on.
        _vectors.Span[slot] = new() { Base = Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)), Length = PacketBuffer.Capacity };
    }
}
