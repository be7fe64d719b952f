using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>
/// One packet of picture for one viewer: choice of segment, header, payload, counts; not encrypted. Nearly all are of bursts that are, whole, what comes
/// next. To hold: 0 B, below a tenth of what sending costs.
/// </summary>
[MemoryDiagnoser]
public class RewriteBenchmarks : IDisposable
{
    private const int Burst = 4;                // a frame of 720p

    private readonly PacketPool _pool = new();
    private readonly byte[] _destination = new byte[1500];
    private ProgramTrack _track = null!;      // made in SetUp, which BenchmarkDotNet calls first, as is the next
    private SubscribedTrack _slot = null!;
    private readonly SourcePacket[] _burst = new SourcePacket[Burst];
    private MonoTime _now = new(1_000_000);

    [GlobalSetup]
    public void SetUp()
    {
        _track = new(PictureFormat.Of(0), []);
        _slot = new([PictureFormat.Of(24)], new SlotStreams(1, 2, 3, 4, 5, "viewer"), new TransportSequence());
        _slot.SwitchTo(_track, _now);
        for (var i = 0; i < Burst; i++)
        {
            _burst[i] = new SourcePacket
            {
                Buffer = _pool.Rent(),
                Layer = _track.Layers[0],
                ExtendedSequence = i + 1,
                HeaderLength = 24,
                PayloadLength = 1100,
                IsKeyframe = i == 0,
                StartsFrame = i == 0,
            };
            _burst[i].Buffer.Arrival = _now;
        }
        foreach (ref readonly var packet in _burst.AsSpan()) _ = _slot.TryRewrite(packet, _destination, _now, out _);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Burst)]
    public int Together()
    {
        Next();
        if (!_slot.Continues(LayerRun.At(0, _burst))) throw new InvalidOperationException("The burst isn't what comes next.");
        var written = default(BurstSize);
        foreach (ref readonly var packet in _burst.AsSpan()) _ = _slot.WriteNext(packet, _destination, ref written);
        _slot.Wrote(_burst, written, _now);
        return written.Bytes;
    }

    [Benchmark(OperationsPerInvoke = Burst)]
    public int Each()
    {
        Next();
        var bytes = 0;
        foreach (ref readonly var packet in _burst.AsSpan())
        {
            _ = _slot.TryRewrite(packet, _destination, _now, out var length);
            bytes += length;
        }
        return bytes;
    }

    private void Next()
    {
        _now += TimeSpan.FromMilliseconds(20);
        foreach (ref var packet in _burst.AsSpan())
        {
            packet.ExtendedSequence += Burst;
            packet.Timestamp += 1800;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _track.Dispose();
    }
}
