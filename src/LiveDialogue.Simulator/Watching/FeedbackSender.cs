using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Watching;

/// <summary>Tells the server when each packet of the transport came (draft-holmer-rmcat-transport-wide-cc-extensions-01), so that its estimate isn't starved.</summary>
internal sealed class FeedbackSender(uint ownSsrc)
{
    /// <summary>What a Chromium that only receives was seen to do: the shortest it may (its interval follows what it sends itself).</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly MonoTime?[] _arrivals = new MonoTime?[512];
    private SequenceUnwrapper _numbers;
    private long _base = -1;
    private byte _count;

    internal void Arrived(ushort number, MonoTime arrival)
    {
        var index = _numbers.Unwrap(new(number));
        if (_base < 0) _base = index;
        if (index >= _base && index - _base < _arrivals.Length) _arrivals[index - _base] = arrival;
    }

    internal void Send(PeerTransport transport, uint mediaSsrc)
    {
        if (_numbers.Newest is not { } newest || newest < _base) return;

        var count = (int)Math.Min(newest - _base + 1, _arrivals.Length);
        var length = TransportFeedback.Write(
            transport.Reserve()[..1200], ownSsrc, mediaSsrc, _count++, new((ushort)_base), _arrivals.AsSpan(0, count), out _);
        if (length > 0) transport.SendRtcp(length);
        // What didn't fit is given up: this is a measuring device, not an estimator.
        _arrivals.AsSpan(0, count).Clear();
        _base = newest + 1;
    }
}
