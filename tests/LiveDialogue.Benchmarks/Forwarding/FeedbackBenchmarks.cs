using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Wire;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>A tenth of a second of a publisher's packets noted, and the transport feedback that tells of them written. To hold: 0 B.</summary>
[MemoryDiagnoser]
public class FeedbackBenchmarks
{
    private const int Packets = 25;
    private readonly TransportFeedbackBuilder _builder = new(7);
    private readonly byte[] _rtcp = new byte[1200];
    private MonoTime _now = new(1_000_000);
    private ushort _number;

    [Benchmark(OperationsPerInvoke = Packets)]
    public int NoteAndWrite()
    {
        for (var i = 0; i < Packets; i++)
        {
            _now += TimeSpan.FromMilliseconds(4);
            _builder.OnPacket(unchecked(_number++), 99, 1100, _now);
        }
        var written = 0;
        while (_builder.TryWrite(_rtcp, _now, out var length)) written += length;
        return written;
    }
}
