using System.Buffers.Binary;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>A long download as TCP Reno would do it (RFC 5681): slow start, a packet more each round trip, half after a loss.</summary>
internal sealed class TcpFlow(MonoTime start) : IFlow
{
    private const int SegmentLength = 1200;
    private static readonly TimeSpan Timeout = 1.Seconds();

    private readonly byte[] _packet = new byte[SegmentLength];
    private readonly byte[] _ack = new byte[4];
    private readonly SortedSet<uint> _early = [];
    private double _window = 4, _threshold = 64;
    private uint _next, _acked, _recover, _expected;
    private int _repeated;
    private MonoTime _progress;

    public long Received { get; private set; }

    public void Send(MonoTime now, Media sink)
    {
        if (now < start) return;
        if (_progress == default) _progress = now;
        if (now - _progress > Timeout)
        {
            (_threshold, _window, _next, _progress) = (Math.Max(2, _window / 2), 2, _acked, now);
            _recover = _acked;
        }
        while (_next - _acked < (uint)_window) SendOne(_next++, sink);
        if (_repeated != 3) return;
        _repeated++;
        SendOne(_acked, sink);                                          // fast retransmit
    }

    public void Arrived(ReadOnlySpan<byte> packet, MonoTime now, Media report)
    {
        Received += packet.Length;
        var number = BinaryPrimitives.ReadUInt32BigEndian(packet);
        if (number >= _expected) _early.Add(number);
        while (_early.Remove(_expected)) _expected++;
        BinaryPrimitives.WriteUInt32BigEndian(_ack, _expected);
        report(_ack);
    }

    public void Reported(ReadOnlySpan<byte> report, MonoTime now)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(report);
        if (number > _acked)
        {
            var news = number - _acked;
            (_acked, _repeated, _progress) = (number, number < _recover ? 3 : 0, now);    // NewReno: the next hole at once (RFC 6582)
            _window += _window < _threshold ? news : news / _window;
        }
        else if (++_repeated == 3 && _acked >= _recover)
        {
            _threshold = _window = Math.Max(2, _window / 2);
            _recover = _next;
        }
    }

    public void Run(MonoTime now, Media report)
    {
    }

    private void SendOne(uint number, Media sink)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_packet, number);
        sink(_packet);
    }
}
