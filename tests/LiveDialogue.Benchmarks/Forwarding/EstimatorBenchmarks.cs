using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Benchmarks.Forwarding;

/// <summary>
/// What the estimate of one viewer's path costs a packet: noted as it leaves, and found again in the viewer's transport feedback, an eighth of a second
/// of packets at a time. To hold: 0 B, and less than a hundredth of what sending costs.
/// </summary>
[MemoryDiagnoser]
public class EstimatorBenchmarks
{
    private const int Packets = 32;
    private const int Length = 1100;
    private const int UnitsPerMessage = 2;                              // of the reference time, 64 ms each
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(4);

    private readonly PathEstimator _path = new();
    private readonly byte[] _feedback = new byte[200];
    private int _length;
    private MonoTime _now = new(64_000_000);
    private ushort _number;
    private int _reference = 1000;

    [GlobalSetup]
    public void SetUp()
    {
        var arrivals = new MonoTime?[Packets];
        for (var i = 0; i < Packets; i++) arrivals[i] = new MonoTime(64_000_000) + (Apart * i);
        _length = TransportFeedback.Write(_feedback, 1, 2, 3, new(0), arrivals, out _);
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    public bool SendAndHear()
    {
        BinaryPrimitives.WriteUInt16BigEndian(_feedback.AsSpan(12), _number);
        BinaryPrimitives.WriteUInt32BigEndian(_feedback.AsSpan(16), (uint)_reference << 8);
        _reference += UnitsPerMessage;
        for (var i = 0; i < Packets; i++)
        {
            _path.OnSent(unchecked(_number++), Length, _now);
            _now += Apart;
        }
        var lowered = false;
        foreach (var packet in RtcpPackets.Enumerate(_feedback.AsSpan(0, _length)))
            if (TransportFeedback.TryParse(packet, out var feedback)) lowered |= _path.OnFeedback(feedback, _now);
        return lowered;
    }
}
