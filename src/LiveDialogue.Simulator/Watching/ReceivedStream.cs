using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Watching;

/// <summary>One SSRC as a viewer gets it: what came, what is missing, and the report block that says so (RFC 3550 appendix A).</summary>
internal sealed class ReceivedStream(uint ssrc)
{
    // Bit per number, so that duplicates and late packets count once. 64 Ki bits: far longer than any reordering.
    private readonly ulong[] _seen = new ulong[1024];
    private SequenceUnwrapper _numbers;
    private long _first, _cleared;
    private long _expectedBefore, _receivedBefore;
    private uint _lastSenderReport;
    private MonoTime _senderReportArrival;

    internal uint Ssrc => ssrc;

    /// <summary>Different packets received.</summary>
    internal long Received { get; private set; }

    internal long Duplicates { get; private set; }

    /// <summary>Numbers from the first to the highest that came.</summary>
    internal long Expected => _numbers.Newest is { } newest ? newest - _first + 1 : 0;

    internal void Arrived(SequenceNumber number)
    {
        var isFirst = _numbers.Newest is null;
        var index = _numbers.Unwrap(number);
        if (isFirst) (_first, _cleared) = (index, index);
        if (index < _first) return; // before we began to watch

        for (; _cleared < index; _cleared++) Mark(_cleared + 1, seen: false);
        if (IsMarked(index) && (index != _first || Received > 0))
        {
            Duplicates++;
            return;
        }
        Mark(index, seen: true);
        Received++;
    }

    internal void SenderReported(ulong ntpTime, MonoTime arrival) => (_lastSenderReport, _senderReportArrival) = (SenderReport.MiddleOf(ntpTime), arrival);

    internal ReportBlock Report(MonoTime now)
    {
        var expected = Expected - _expectedBefore;
        var lost = expected - (Received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (Expected, Received);
        var fraction = expected > 0 && lost > 0 ? (byte)Math.Min(255, lost * 256 / expected) : (byte)0;
        var delay = _lastSenderReport == 0 ? 0 : (uint)((now - _senderReportArrival).TotalSeconds * 65_536);
        return new(ssrc, fraction, (int)(Expected - Received), unchecked((uint)(_numbers.Newest ?? 0)), Jitter: 0, _lastSenderReport, delay);
    }

    private bool IsMarked(long index) => (_seen[Word(index)] & (1UL << (int)(index & 63))) != 0;

    private void Mark(long index, bool seen)
    {
        if (seen) _seen[Word(index)] |= 1UL << (int)(index & 63);
        else _seen[Word(index)] &= ~(1UL << (int)(index & 63));
    }

    private int Word(long index) => (int)((index >> 6) & (_seen.Length - 1));
}
