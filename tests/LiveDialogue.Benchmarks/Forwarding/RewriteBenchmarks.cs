using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>One packet of picture for one viewer: choice of segment, header, payload, counts; not encrypted. To hold: 0 B, below a tenth of what sending costs.</summary>
[MemoryDiagnoser]
public class RewriteBenchmarks : IDisposable
{
    private readonly PacketPool _pool = new();
    private readonly byte[] _destination = new byte[1500];
    private ProgramTrack _track = null!;      // made in SetUp, which BenchmarkDotNet calls first, as is the next
    private SubscribedTrack _slot = null!;
    private SourcePacket _packet;
    private MonoTime _now = new(1_000_000);

    [GlobalSetup]
    public void SetUp()
    {
        _track = new(Format(0), []);
        _slot = new([Format(24)], new SlotStreams(1, 2, 3, 4, 5, "viewer"), new TransportSequence());
        _slot.SwitchTo(_track, _now);
        _packet = new SourcePacket
        {
            Buffer = _pool.Rent(),
            Layer = _track.Layers[0],
            ExtendedSequence = 1,
            HeaderLength = 24,
            PayloadLength = 1100,
            IsKeyframe = true,
            StartsFrame = true,
        };
        _packet.Buffer.Arrival = _now;
        _ = _slot.TryRewrite(_packet, _destination, _now, out _);
    }

    [Benchmark]
    public int Rewrite()
    {
        _now += TimeSpan.FromMilliseconds(5);
        _packet.ExtendedSequence++;
        _packet.Timestamp += 450;
        _ = _slot.TryRewrite(_packet, _destination, _now, out var length);
        return length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _track.Dispose();
    }

    private static TrackFormat Format(byte payloadType) => new()
    {
        Kind = MediaKind.Video,
        Codec = TrackCodec.Vp8,
        PayloadType = payloadType,
        RtxPayloadType = (byte)(payloadType + 1),
        ClockRate = 90_000,
        Mid = "1",
        Nack = true,
        Extensions = new(Mid: 4, Rid: 0, RepairedRid: 0, TransportCc: 3, AudioLevel: 0),
    };
}
