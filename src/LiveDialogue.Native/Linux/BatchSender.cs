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
        while (first < _queued) first = Send(first);
        _queued = 0;
    }

    /// <summary>Sends from a slot on, to the end or to the first refusal.</summary>
    /// <returns>The slot to go on with.</returns>
    private int Send(int first)
    {
        var count = Arrange(first);
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
        return _queued;
    }

    /// <returns>How many messages the slots from <paramref name="first"/> on became.</returns>
    private int Arrange(int first)
    {
        var count = 0;
        while (first < _queued)
        {
            var run = Segments ? RunLength(first) : 1;
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

    private int RunLength(int first)
    {
        var size = _vectors.Span[first].Length;
        var total = size;
        var next = first + 1;
        while (next < _queued && _destinations[next] == _destinations[first])
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
