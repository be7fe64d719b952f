using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>
/// Gathers outgoing datagrams in a slab, one behind the other, and sends them with one sendmmsg. Consecutive datagrams of equal size to one destination
/// are a train (the last may be shorter): one message, in one piece, cut by the kernel (UDP_SEGMENT). What a train is refused says nothing of the next:
/// one viewer's path, or address, is no reason to give them up for all.
/// </summary>
internal sealed unsafe class BatchSender
{
    /// <summary>Room that a datagram may take in the slab.</summary>
    internal const int Slot = 1536;

    // The kernel takes at most 64 segments (UDP_MAX_SEGMENTS) and 64 KB with headers in one send.
    private const int MaxSegments = 64;
    private const int MaxSegmentedBytes = 63_000;

    /// <summary>Longer trains are cut by a full slab: moving them would cost more than it saves.</summary>
    private const int MaxKept = 16;

    /// <summary>As many networks as refuse trains, before any took one, say that this machine can't.</summary>
    private const int Enough = 3;

    private readonly int _socket;
    private readonly PinnedArray<byte> _slab;
    private readonly ushort[] _lengths;
    private readonly Train[] _trains;
    private readonly PinnedArray<LibC.Vector> _vectors;
    private readonly PinnedArray<LibC.MultiMessage> _messages;
    private readonly PinnedArray<LibC.SegmentControl> _controls;
    private readonly PinnedArray<byte> _names;
    private readonly ulong[] _refusing = new ulong[Enough];
    private int _refusals;
    private bool _proven;
    private int _used;
    private int _queued;
    private int _count;

    internal BatchSender(int socket, bool segments, int size)
    {
        (_socket, Segments) = (socket, segments);
        (_slab, _lengths, _trains, _names) = (new(size * Slot), new ushort[size], new Train[size], new(size * SocketName.Capacity));
        (_vectors, _messages, _controls) = (new(size), new(size), new(size));
        for (var i = 0; i < size; i++)
        {
            _controls.Span[i] = new() { Length = 18, Level = LibC.LevelUdp, Type = LibC.UdpSegment };
            _messages.Span[i] = new() { Name = _names.Pointer + (i * SocketName.Capacity), Vectors = _vectors.Pointer + i, VectorCount = 1 };
        }
    }

    /// <summary>Whether equal datagrams still leave by UDP_SEGMENT.</summary>
    internal bool Segments { get; private set; }

    /// <summary>Datagrams the kernel refused.</summary>
    internal long Failures { get; private set; }

    /// <summary>Trains and single datagrams so far, a refused train's with it: what sending costs.</summary>
    internal long Messages { get; private set; }

    internal bool IsFull => _queued == _lengths.Length || _used + Slot > _lengths.Length * Slot;

    internal Span<byte> Reserve() => _slab.Span.Slice(_used, Slot);

    internal void Queue(int length, in TransportAddress destination)
    {
        if (_count > 0 && _trains[_count - 1].Takes(length, destination)) _trains[_count - 1].Add(length);
        else Begin(length, destination);
        _lengths[_queued++] = (ushort)length;
        _used += length;
    }

    internal void Flush()
    {
        if (_count > 0) Send(_count);
        (_used, _queued, _count) = (0, 0, 0);
    }

    /// <summary>Makes room without cutting the train in two that is being queued: its beginning moves to the front.</summary>
    internal void FlushButTheLastTrain()
    {
        ref var last = ref _trains[_count - 1];
        if (_count == 1 || last.IsClosed || last.Datagrams > MaxKept)
        {
            Flush();
            return;
        }
        Send(_count - 1);
        _slab.Span.Slice(last.Offset, last.Bytes).CopyTo(_slab.Span);
        _lengths.AsSpan(last.First, last.Datagrams).CopyTo(_lengths);
        (last.First, last.Offset) = (0, 0);
        (_used, _queued, _count) = (last.Bytes, last.Datagrams, 1);
        _messages.Span[0].NameLength = SocketName.Write(_names.Span, last.Destination);
        _trains[0] = last;
    }

    private void Begin(int length, in TransportAddress destination)
    {
        var name = _names.Span.Slice(_count * SocketName.Capacity, SocketName.Capacity);
        _messages.Span[_count].NameLength = SocketName.Write(name, destination);
        _trains[_count++] = new()
        {
            Destination = destination,
            First = _queued,
            Offset = _used,
            Size = length,
            Bytes = length,
            Datagrams = 1,
            IsClosed = !Segments,
        };
    }

    /// <summary>The first so many trains.</summary>
    private void Send(int count)
    {
        Messages += count;
        for (var i = 0; i < count; i++)
        {
            ref readonly var train = ref _trains[i];
            ref var message = ref _messages.Span[i];
            _vectors.Span[i] = new() { Base = _slab.Pointer + train.Offset, Length = (nuint)train.Bytes };
            message.Control = null;
            message.ControlLength = 0;
            if (train.Datagrams == 1) continue;
            _controls.Span[i].Size = (ushort)train.Size;
            message.Control = _controls.Pointer + i;
            message.ControlLength = (nuint)sizeof(LibC.SegmentControl);
        }
        for (var done = 0; done < count;)
        {
            var sent = LibC.sendmmsg(_socket, _messages.Pointer + done, (uint)(count - done), LibC.DontWait);
            if (sent > 0)
            {
                _proven = _proven || AnyTrain(done, sent);
                done += sent;
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.ErrorInterrupted) continue;

            // Too long for the path is EMSGSIZE, on older kernels EINVAL, as is an address that nothing can be sent to.
            if (_trains[done].Datagrams > 1 && error is LibC.ErrorInput or LibC.ErrorInvalid or LibC.ErrorNoProtocolOption or LibC.ErrorTooLong)
            {
                if (SendSingly(done) && error != LibC.ErrorTooLong) NoteRefusal(_trains[done].Destination);
                done++;
                continue;
            }
            Failures += _trains[done++].Datagrams;
        }
    }

    private bool AnyTrain(int first, int count)
    {
        foreach (ref readonly var train in _trains.AsSpan(first, count))
            if (train.Datagrams > 1) return true;
        return false;
    }

    /// <summary>A train was refused whose datagrams went out one by one.</summary>
    private void NoteRefusal(in TransportAddress destination)
    {
        if (_proven || !Segments) return;
        var network = destination.IsIPv4 ? destination.Low : destination.High;    // who has many ports, or all of a /64, counts once
        if (_refusing.AsSpan(0, _refusals).Contains(network)) return;
        _refusing[_refusals++] = network;
        Segments = _refusals < Enough;
    }

    /// <summary>A train that the kernel wouldn't cut.</summary>
    /// <returns>Whether any of it went out.</returns>
    private bool SendSingly(int index)
    {
        var failures = Failures;
        ref readonly var train = ref _trains[index];
        ref var message = ref _messages.Span[index];
        message.Control = null;
        message.ControlLength = 0;
        var offset = train.Offset;
        for (var i = 0; i < train.Datagrams; i++)
        {
            _vectors.Span[index] = new() { Base = _slab.Pointer + offset, Length = _lengths[train.First + i] };
            offset += _lengths[train.First + i];
            int sent;
            do sent = LibC.sendmmsg(_socket, _messages.Pointer + index, 1, LibC.DontWait);
            while (sent < 0 && Marshal.GetLastPInvokeError() == LibC.ErrorInterrupted);
            if (sent <= 0) Failures++;
        }
        Messages += train.Datagrams;
        return Failures - failures < train.Datagrams;
    }

    /// <summary>Datagrams that stand one behind the other in the slab and leave as one message.</summary>
    private struct Train
    {
        internal TransportAddress Destination;
        internal int First, Offset, Size, Bytes, Datagrams;

        /// <summary>Nothing may follow: a shorter one was the last.</summary>
        internal bool IsClosed;

        internal readonly bool Takes(int length, in TransportAddress destination) =>
            !IsClosed && length <= Size && Datagrams < MaxSegments && Bytes + length <= MaxSegmentedBytes && Destination == destination;

        internal void Add(int length)
        {
            Bytes += length;
            Datagrams++;
            IsClosed = length < Size;
        }
    }
}
