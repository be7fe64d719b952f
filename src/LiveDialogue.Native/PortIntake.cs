using LiveDialogue.Native.Linux;

namespace LiveDialogue.Native;

/// <summary>
/// Where the ports of one thread receive, instead of each into buffers of its own: a few that hold a whole train of equal datagrams, as the kernel got
/// it from a sender's UDP_SEGMENT or from a network card (UDP_GRO, udp(7)), and that hundreds of ports share. Datagrams arrive at the moment when the
/// kernel got them, not when they are read. Linux only.
/// </summary>
public sealed unsafe class PortIntake
{
    /// <summary>The most that the kernel hands over at once, in bytes.</summary>
    public const int LongestTrain = 65_536;

    /// <summary>Messages a system call: single datagrams or trains.</summary>
    internal const int Messages = 8;

    /// <summary>A train's segment size and the moment of arrival: 24 and 32 bytes.</summary>
    private const int ControlRoom = 64;

    private readonly PinnedArray<byte> _bytes;
    private readonly PinnedArray<LibC.Vector> _vectors = new(Messages);
    private readonly PinnedArray<LibC.MultiMessage> _messages = new(Messages);
    private readonly PinnedArray<byte> _names = new(Messages * SocketName.Capacity);
    private readonly PinnedArray<byte> _controls = new(Messages * ControlRoom);
    private readonly int _room;

    /// <param name="takesTrains">False: the kernel cuts trains up before it hands them over, as a network does that knows single datagrams alone.</param>
    /// <param name="room">Bytes for a train; longer ones are dropped and counted.</param>
    public PortIntake(bool takesTrains, int room = LongestTrain)
    {
        (TakesTrains, _room, _bytes) = (takesTrains, room, new(Messages * room));
        for (var i = 0; i < Messages; i++)
        {
            _vectors.Span[i] = new() { Base = _bytes.Pointer + (i * room), Length = (nuint)room };
            _messages.Span[i] = new()
            {
                Name = _names.Pointer + (i * SocketName.Capacity),
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
                Control = _controls.Pointer + (i * ControlRoom),
            };
        }
    }

    /// <summary>Asked for, and not refused.</summary>
    public bool TakesTrains { get; private set; }

    /// <summary>The kernel has no UDP_GRO (before 5.0), or the port is of another kind: trains come cut up.</summary>
    public bool TrainsRefused { get; private set; }

    /// <summary>Since the start, over all ports. Written by their thread; others may read it.</summary>
    public IntakeCounts Counts { get; internal set; }

    /// <summary>A port opens.</summary>
    internal void Prepare(int socket)
    {
        var yes = 1;
        _ = LibC.setsockopt(socket, LibC.LevelSocket, LibC.StampArrivals, &yes, sizeof(int)); // refused: the moment of reading stands for it
        if (TakesTrains && LibC.setsockopt(socket, LibC.LevelUdp, LibC.UdpTakeTrains, &yes, sizeof(int)) != 0) Refuse();
    }

    internal void Refuse() => (TakesTrains, TrainsRefused) = (false, TrainsRefused || TakesTrains);

    /// <returns>How many messages there are; not positive when none is.</returns>
    internal int Take(int socket)
    {
        foreach (ref var message in _messages.Span) (message.NameLength, message.ControlLength) = (SocketName.Capacity, ControlRoom);
        return LibC.recvmmsg(socket, _messages.Pointer, Messages, LibC.DontWait, null);
    }

    internal ref readonly LibC.MultiMessage Message(int index) => ref _messages.Span[index];

    internal ReadOnlySpan<byte> Name(int index) => _names.Span.Slice(index * SocketName.Capacity, SocketName.Capacity);

    /// <summary>What came as one message.</summary>
    internal ReadOnlySpan<byte> Bytes(int index) => _bytes.Span.Slice(index * _room, (int)_messages.Span[index].Length);

    /// <summary>What the kernel says of it.</summary>
    internal ReadOnlySpan<byte> Control(int index) => _controls.Span.Slice(index * ControlRoom, (int)_messages.Span[index].ControlLength);
}
