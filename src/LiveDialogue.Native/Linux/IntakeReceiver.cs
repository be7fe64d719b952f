using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Linux;

/// <summary>Takes single datagrams and whole trains through an intake, and hands each datagram on in a pooled buffer of its own.</summary>
internal sealed class IntakeReceiver : IReceiver
{
    // cmsghdr: |        length, 8 bytes         | level, 4 | type, 4 | then the value; the next one begins at a multiple of 8
    private const int ControlHeader = 16;

    /// <summary>A stamp can't be older: someone has set the wall clock meanwhile.</summary>
    private static readonly TimeSpan OldestArrival = TimeSpan.FromSeconds(10);

    private readonly int _socket;
    private readonly PortIntake _intake;
    private readonly PacketPool _pool;
    private readonly IMonoClock _clock;

    /// <summary>Of messages already taken, what the caller had no room for: [first, end).</summary>
    private ReceivedDatagram[] _waiting = [];
    private int _first, _end;

    internal IntakeReceiver(int socket, PortIntake intake, PacketPool pool, IMonoClock clock)
    {
        (_socket, _intake, _pool, _clock) = (socket, intake, pool, clock);
        intake.Prepare(socket);
    }

    public int TryTake(Span<ReceivedDatagram> batch, out bool more)
    {
        more = true;
        var filled = TakeWaiting(batch);
        if (filled == batch.Length) return filled;

        var count = _intake.Take(_socket);
        var (now, wallTime) = count > 0 ? (_clock.Now, LibC.WallTime()) : default;
        for (var i = 0; i < count; i++) Split(i, now, wallTime, batch, ref filled);
        more = count == PortIntake.Messages || _first < _end;
        return filled;
    }

    public void ReleaseAll()
    {
        while (_first < _end) _waiting[_first++].Buffer.Release();
    }

    private int TakeWaiting(Span<ReceivedDatagram> batch)
    {
        var count = Math.Min(batch.Length, _end - _first);
        _waiting.AsSpan(_first, count).CopyTo(batch);
        _first += count;
        if (_first == _end) _first = _end = 0;
        return count;
    }

    private void Split(int index, MonoTime now, TimeSpan wallTime, Span<ReceivedDatagram> batch, ref int filled)
    {
        var bytes = _intake.Bytes(index);
        var counts = _intake.Counts;
        ReadControl(_intake.Control(index), out var size, out var stamp);
        if (size == 0) size = bytes.Length;
        if ((_intake.Message(index).Flags & (LibC.Truncated | LibC.ControlTruncated)) != 0 || size > PacketBuffer.Capacity)
        {
            _intake.Counts = counts with { Dropped = counts.Dropped + 1 };
            return;
        }
        if (size == 0) return;

        var age = wallTime - stamp;
        var arrival = age > TimeSpan.Zero && age < OldestArrival ? now - age : now;
        var source = SocketName.Read(_intake.Name(index));
        var segments = 0;
        for (var at = 0; at < bytes.Length; at += size, segments++)
        {
            var datagram = bytes.Slice(at, Math.Min(size, bytes.Length - at)); // the last may be shorter
            var buffer = _pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, arrival);
            if (filled < batch.Length) batch[filled++] = new() { Buffer = buffer, Source = source };
            else Keep(new() { Buffer = buffer, Source = source });
        }
        _intake.Counts = segments > 1
            ? counts with { Trains = counts.Trains + 1, InTrains = counts.InTrains + segments }
            : counts with { Singles = counts.Singles + 1 };
    }

    private void Keep(in ReceivedDatagram datagram)
    {
        if (_end == _waiting.Length) Array.Resize(ref _waiting, Math.Max(PortIntake.Messages * 8, _end * 2));
        _waiting[_end++] = datagram;
    }

    /// <param name="size">Of a train's datagrams, in bytes; 0 for a single one.</param>
    /// <param name="stamp">When the kernel got it, by the wall clock; zero when it doesn't say.</param>
    private static void ReadControl(ReadOnlySpan<byte> control, out int size, out TimeSpan stamp)
    {
        (size, stamp) = (0, default);
        while (control.Length > ControlHeader)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(control);
            if (length <= ControlHeader || length > control.Length) return;
            var value = control[ControlHeader..length];
            switch (BinaryPrimitives.ReadInt32LittleEndian(control[8..]), BinaryPrimitives.ReadInt32LittleEndian(control[12..]))
            {
                case (LibC.LevelUdp, LibC.UdpTakeTrains) when value.Length >= sizeof(int):
                    size = BinaryPrimitives.ReadInt32LittleEndian(value);
                    break;
                case (LibC.LevelSocket, LibC.StampArrivals) when value.Length >= 2 * sizeof(long):
                    stamp = MemoryMarshal.Read<LibC.TimeSpec>(value).AsTimeSpan();
                    break;
            }
            control = control[Math.Min(control.Length, (length + 7) & ~7)..];
        }
    }
}
