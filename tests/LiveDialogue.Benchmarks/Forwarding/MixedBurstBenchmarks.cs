using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>
/// A frame of each of three layers, interleaved as browsers send them, for one viewer of fifty: sorted by layer once for all, and each packet decided on
/// by itself. Not encrypted. To hold: 0 B.
/// </summary>
[MemoryDiagnoser]
public class MixedBurstBenchmarks : IDisposable
{
    private const int Viewers = 50;
    private static readonly int[] Interleaved = [0, 2, 1, 2, 1, 2, 2];

    private readonly PacketPool _pool = new();
    private readonly BurstSorter _sorter = new();
    private readonly byte[] _destination = new byte[1500];
    private readonly SourcePacket[] _burst = new SourcePacket[Interleaved.Length];
    private readonly SourcePacket[] _sorted = new SourcePacket[Interleaved.Length];
    private readonly SubscribedTrack[] _slots = new SubscribedTrack[Viewers];
    private readonly int[] _packets = [1, 2, 4];
    private ProgramTrack _track = null!;      // made in SetUp, which BenchmarkDotNet calls first
    private MonoTime _now = new(1_000_000);

    /// <summary>What all viewers see: of one packet a frame, or of four.</summary>
    [Params(0, 2)]
    public int Layer { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _track = new(PictureFormat.Of(0), ["q", "h", "f"]);
        Span<int> sent = [0, 0, 0];
        for (var i = 0; i < _burst.Length; i++)
        {
            var layer = Interleaved[i];
            _burst[i] = new SourcePacket
            {
                Buffer = _pool.Rent(),
                Layer = _track.Layers[layer],
                ExtendedSequence = ++sent[layer],
                HeaderLength = 24,
                PayloadLength = 1100,
                IsKeyframe = sent[layer] == 1,
                StartsFrame = sent[layer] == 1,
            };
            _burst[i].Buffer.Arrival = _now;
            _burst[i].Layer.Note(_burst[i], _now);
        }
        for (var i = 0; i < Viewers; i++)
        {
            _slots[i] = new([PictureFormat.Of(24)], new SlotStreams(1, 2, 3, 4, 5, "viewer"), new TransportSequence(), startsInThePast: false);
            _slots[i].SwitchTo(_track, _now);
            _slots[i].Wanted = _track.Layers[Layer];
            foreach (ref readonly var packet in _burst.AsSpan())
                if (packet.Layer.Index == Layer) _ = _slots[i].TryRewrite(packet, _destination, _now, out _);
            while (_slots[i].TryTakePending(_destination, _now, out _))
            {
            }
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Viewers)]
    public int Each()
    {
        Next();
        var bytes = 0;
        foreach (var slot in _slots)
        {
            foreach (ref readonly var packet in _burst.AsSpan())
                if (slot.TryRewrite(packet, _destination, _now, out var length) is null) bytes += length;
        }
        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Viewers)]
    public int ByLayer()
    {
        Next();
        _burst.CopyTo(_sorted, 0);
        var burst = _sorter.Sort(_sorted);
        var bytes = 0;
        foreach (var slot in _slots) bytes += Send(slot, burst);
        return bytes;
    }

    private int Send(SubscribedTrack slot, in Burst burst)
    {
        var written = default(BurstSize);
        foreach (ref readonly var run in burst.Runs)
        {
            if (slot.Continues(run))
            {
                foreach (ref readonly var packet in burst.PacketsOf(run)) _ = slot.WriteNext(packet, _destination, ref written);
                slot.Wrote(burst.PacketsOf(run), written, _now);
            }
            else if (!slot.Ignores(run)) throw new InvalidOperationException("The run isn't what comes next.");
        }
        return written.Bytes;
    }

    private void Next()
    {
        _now += TimeSpan.FromMilliseconds(20);
        foreach (ref var packet in _burst.AsSpan())
        {
            packet.ExtendedSequence += _packets[packet.Layer.Index];
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
