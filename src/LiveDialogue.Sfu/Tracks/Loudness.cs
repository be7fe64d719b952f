using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>How loud one microphone is to the ear: RFC 6464 levels, smoothed exponentially over a third of a second.</summary>
internal sealed class Loudness
{
    /// <summary>-dBov of silence.</summary>
    private const int Silence = 127;
    private static readonly TimeSpan TimeConstant = TimeSpan.FromMilliseconds(300);

    private double _smoothed;
    private MonoTime _last;

    /// <param name="level">-dBov, 0 (loudest) .. 127.</param>
    public void OnPacket(byte level, MonoTime now)
    {
        Follow(Silence - Math.Min(level, (byte)Silence), now);
    }

    /// <summary>dB over silence, 0..127. Falls while nothing comes (silence that isn't sent, a lost link).</summary>
    public double At(MonoTime now)
    {
        // A packet every 20 ms keeps this from acting during speech.
        if (now - _last > TimeSpan.FromMilliseconds(100)) Follow(0, now);
        return _smoothed;
    }

    private void Follow(double target, MonoTime now)
    {
        var elapsed = Math.Clamp((now - _last) / TimeConstant, 0, 10);
        _smoothed += (target - _smoothed) * (1 - Math.Exp(-elapsed));
        _last = now;
    }
}
