using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>What a receiver report says of one stream (RFC 3550 §6.4.1, §A.3, §A.8). Repairs by RTX aren't counted: the sender is told what its path lost.</summary>
/// <param name="clockRate">RTP ticks per second.</param>
internal sealed class ReceptionReport(int clockRate)
{
    private long _first = -1;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _lastTransit;
    private long _lastClock;
    private BestTransit _transit;
    private double _jitter;
    private uint _lastSenderReport;
    private MonoTime _senderReportArrival;

    public bool IsStarted => _first >= 0;

    /// <summary>RTP ticks.</summary>
    public uint Jitter => (uint)_jitter;

    /// <summary>-2^23 .. 2^23-1; negative when duplicates outnumber losses.</summary>
    public int CumulativeLost => (int)Math.Clamp(Expected - _received, -0x80_0000, 0x7F_FFFF);

    /// <summary>Cycles in the upper half.</summary>
    public uint ExtendedHighest => unchecked((uint)(_highest - (_first & ~0xFFFFL)));

    /// <summary>The middle 32 bits of the last sender report's NTP time; 0: none came.</summary>
    public uint LastSenderReport => _lastSenderReport;

    /// <summary>Packets as numbered, and as they came, since the first.</summary>
    public long Expected => IsStarted ? _highest - _first + 1 : 0;

    public long Received => _received;

    /// <summary>How much longer packets are under way than at their best of late.</summary>
    public TimeSpan Queue => _transit.Over;

    public TimeSpan JitterTime => TimeSpan.FromSeconds(_jitter / clockRate);

    /// <param name="sequence">Extended; its low 16 bits are those of the wire.</param>
    public void OnPacket(long sequence, uint timestamp, MonoTime now)
    {
        var transit = unchecked((long)(uint)((now.Microseconds * clockRate / 1_000_000) - timestamp));
        if (_first < 0)
        {
            _first = _highest = sequence;
            _expectedBefore = 0;
            _lastClock = timestamp;
        }
        else
        {
            _lastClock += unchecked((int)(timestamp - (uint)_lastClock));
            var d = Math.Abs((long)unchecked((int)(uint)(transit - _lastTransit)));
            _jitter += (d - _jitter) / 16;
        }
        _lastTransit = transit;
        _transit.Add(now.Microseconds - (_lastClock * 1_000_000 / clockRate), now);
        _received++;
        if (sequence > _highest) _highest = sequence;
        else if (sequence < _first) _first = sequence;
    }

    /// <summary>What was best is no measure any more.</summary>
    public void ForgetTransit() => _transit = default;

    public void OnSenderReport(ulong ntp, MonoTime now) => (_lastSenderReport, _senderReportArrival) = ((uint)(ntp >> 16), now);

    /// <summary>In units of 1/65536 s; 0 before the first sender report.</summary>
    public uint DelaySinceLast(MonoTime now) =>
        _lastSenderReport == 0 ? 0 : (uint)Math.Clamp((now - _senderReportArrival).Ticks * 65_536 / TimeSpan.TicksPerSecond, 0, uint.MaxValue);

    /// <summary>Since the last call, in units of 1/256; starts the next interval.</summary>
    public byte TakeFractionLost()
    {
        var expected = Expected - _expectedBefore;
        var lost = expected - (_received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (Expected, _received);
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, lost * 256 / expected);
    }
}
