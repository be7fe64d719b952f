using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// Gathers outgoing datagrams in a slab and sends them with one sendmmsg. Consecutive datagrams of equal size to one destination leave as one
/// UDP_SEGMENT message (the last may be shorter), until the kernel refuses that once.
/// </summary>
internal sealed unsafe class BatchSender
{
    /// <summary>Room of one datagram in the slab.</summary>
    internal const int Slot = 1536;

    // The kernel takes at most 64 segments (UDP_MAX_SEGMENTS) and 64 KB with headers in one send.
    private const int MaxSegmentedBytes = 63_000;

    /// <summary>Longer trains are cut by a full slab: moving them would cost more than it saves.</summary>
    private const int MaxKept = 16;

    private readonly int _socket;
    private readonly TransportAddress[] _destinations;
    private readonly PinnedArray<byte> _slab;
    private readonly PinnedArray<LibC.Vector> _vectors;
    private readonly PinnedArray<LibC.MultiMessage> _messages;
    private readonly PinnedArray<LibC.SegmentControl> _controls;
    private readonly PinnedArray<byte> _names;
    private int _queued;

    internal BatchSender(int socket, bool segments, int size)
    {
        (_socket, Segments) = (socket, segments);
        (_destinations, _slab, _names) = (new TransportAddress[size], new(size * Slot), new(size * SocketName.Capacity));
        (_vectors, _messages, _controls) = (new(size), new(size), new(size));
        for (var i = 0; i < size; i++)
        {
            _vectors.Span[i].Base = _slab.Pointer + (i * Slot);
            _controls.Span[i] = new() { Length = 18, Level = LibC.LevelUdp, Type = LibC.UdpSegment };
        }
    }

    /// <summary>Whether equal datagrams still leave by UDP_SEGMENT.</summary>
    internal bool Segments { get; private set; }

    /// <summary>Datagrams the kernel refused.</summary>
    internal long Failures { get; private set; }

    internal bool IsFull => _queued == _destinations.Length;

    internal Span<byte> Reserve() => _slab.Span.Slice(_queued * Slot, Slot);

    internal void Queue(int length, in TransportAddress destination)
    {
        _destinations[_queued] = destination;
        _vectors.Span[_queued++].Length = (nuint)length;
    }

    internal void Flush()
    {
        var first = 0;
        while (first < _queued) first = Send(first, _queued);
        _queued = 0;
    }

    /// <summary>Sends from a slot on, to the end or to the first refusal.</summary>
    /// <returns>The slot to go on with.</returns>
    private int Send(int first, int end)
    {
        var count = Arrange(first, end);
        var done = 0;
        while (done < count)
        {
            var sent = LibC.sendmmsg(_socket, _messages.Pointer + done, (uint)(count - done), LibC.DontWait);
            if (sent > 0)
            {
                done += sent;
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.ErrorInterrupted) continue;

            ref var refused = ref _messages.Span[done];
            var slot = (int)(refused.Vectors - _vectors.Pointer);
            if (refused.Control != null && error is LibC.ErrorInput or LibC.ErrorInvalid or LibC.ErrorNoProtocolOption)
            {
                Segments = false; // this machine or route can't: once is enough to know
                return slot;
            }
            Failures += (long)refused.VectorCount;
            done++;
        }
        return end;
    }

    /// <summary>Makes room without cutting the train in two that is being queued: its beginning moves to the front.</summary>
    internal void FlushButTheLastTrain()
    {
        var start = _queued - 1;
        while (Segments && start > 0 && _queued - start < MaxKept && _destinations[start - 1] == _destinations[_queued - 1]) start--;
        if (!Segments || start == 0 || _queued - start == MaxKept)
        {
            Flush();
            return;
        }
        var first = 0;
        while (first < start) first = Send(first, start);
        var kept = _queued - start;
        for (var i = 0; i < kept; i++)
        {
            var length = (int)_vectors.Span[start + i].Length;
            _slab.Span.Slice((start + i) * Slot, length).CopyTo(_slab.Span[(i * Slot)..]);
            _vectors.Span[i].Length = (nuint)length;
            _destinations[i] = _destinations[start + i];
        }
        _queued = kept;
    }

    /// <returns>How many messages the slots from <paramref name="first"/> on became.</returns>
    private int Arrange(int first, int end)
    {
        var count = 0;
        while (first < end)
        {
            var run = Segments ? RunLength(first, end) : 1;
            ref var message = ref _messages.Span[count];
            var name = _names.Span.Slice(count * SocketName.Capacity, SocketName.Capacity);
            message.Name = _names.Pointer + (count * SocketName.Capacity);
            message.NameLength = SocketName.Write(name, _destinations[first]);
            message.Vectors = _vectors.Pointer + first;
            message.VectorCount = (nuint)run;
            message.Control = null;
            message.ControlLength = 0;
            if (run > 1)
            {
                _controls.Span[count].Size = (ushort)_vectors.Span[first].Length;
                message.Control = _controls.Pointer + count;
                message.ControlLength = (nuint)sizeof(LibC.SegmentControl);
            }
            count++;
            first += run;
        }
        return count;
    }

    private int RunLength(int first, int end)
    {
        var size = _vectors.Span[first].Length;
        var total = size;
        var next = first + 1;
        while (next < end && _destinations[next] == _destinations[first])
        {
            var length = _vectors.Span[next].Length;
            total += length;
            if (length > size || total > MaxSegmentedBytes) break;
            next++;
            if (length < size) break; // only the last may be shorter
        }
        return next - first;
    }
}
