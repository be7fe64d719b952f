using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>What comes up from one publisher, all its tracks together, measured each second: told to the gauge, and what the publisher's cap follows from.</summary>
/// <param name="gauge">Null: nobody asks.</param>
internal sealed class UplinkMeter(PathGauge? gauge)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>As <see cref="Stages.LinkState.Silent"/>.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromMilliseconds(1500);

    private readonly UplinkCap _cap = new();
    private RateMeter _rate;
    private MonoTime _lastPacket;
    private long _expected, _received;

    public MonoTime NextDeadline { get; private set; }

    /// <summary>For all the publisher sends; <see cref="long.MaxValue"/>: anything.</summary>
    public long Cap => _cap.BitsPerSecond;

    /// <summary>Since when nothing comes; null: something does.</summary>
    public MonoTime? SilentSince(MonoTime now) => _lastPacket != default && now - _lastPacket > SilentAfter ? _lastPacket : null;

    /// <param name="length">Of any RTP packet, whatever becomes of it.</param>
    public void OnPacket(int length, MonoTime now)
    {
        _rate.Add(length, now);
        _lastPacket = now;
    }

    /// <summary>Due at <see cref="NextDeadline"/>.</summary>
    /// <param name="total">Of all streams since the session began.</param>
    /// <returns>False when the streams' best times under way are no measure any more.</returns>
    public bool Measure(in UplinkSample total, MonoTime now)
    {
        NextDeadline = now + Interval;
        var (expected, received) = (total.Expected - _expected, total.Received - _received);
        (_expected, _received) = (total.Expected, total.Received);
        var lost = expected <= 0 ? 0 : Math.Clamp((expected - received) / (double)expected, 0, 1);
        var rate = _rate.BitsPerSecond(now);
        var queue = total.Queue ?? TimeSpan.Zero;
        var holds = !total.PictureFlows || expected <= 0 || _cap.OnSecond(rate, lost, queue, now);
        gauge?.WriteUplink(rate, Cap, lost, queue);
        gauge?.WriteSound(total.SoundExpected == 0 ? 0 : total.SoundMissing / (double)total.SoundExpected, total.SoundRestored, total.Jitter);
        return holds;
    }
}
