using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>What a packet costs in its layer's history, once whatever the audience: kept, and found again for a repair. To hold: 0 B.</summary>
[MemoryDiagnoser]
public class HistoryBenchmarks : IDisposable
{
    private readonly PacketPool _pool = new();
    private readonly PacketHistory _history = new(2048);
    private MonoTime _now = new(1_000_000);
    private long _sequence;

    [Benchmark]
    public bool KeepAndFind()
    {
        _now += TimeSpan.FromMilliseconds(5);
        var buffer = _pool.Rent();
        buffer.Arrival = _now;
        _history.TryAdd(new SourcePacket { Buffer = buffer, ExtendedSequence = ++_sequence });
        buffer.Release();
        return _history.TryGet(_sequence - 20, _now, out _);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _history.Dispose();
    }
}
