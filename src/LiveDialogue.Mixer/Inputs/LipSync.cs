using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// Says when a speaker's picture is due: at the moment the sound captured with it is played. Sound and picture carry the sender's clock once reports of it came
/// (RFC 3550 §6.4.1); before, arrival stands in for it. The clock thread's alone.
/// </summary>
internal sealed class LipSync
{
    /// <summary>Share of an error taken away each 20 ms: the picture follows a jitter buffer that grows or shrinks within half a second, without a jump.</summary>
    private const double Follow = 0.1;

    private static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Forget = TimeSpan.FromSeconds(3);

    /// <summary>Sound waits for a picture that comes later than this after it; half of what is allowed.</summary>
    private const double TolerableLateness = 40_000;

    /// <summary>Of lateness, per 20 ms: a single late picture, repaired, moves no sound.</summary>
    private const double Smoothing = 0.01;

    private double? _lateness;
    private TimeSpan _wantedSoundDelay;
    private double? _senderOffset;
    private double? _arrivalDelay;
    private MonoTime _lastPlayed;

    /// <summary>A picture waits this long at most: as long as sound that waits for repairs.</summary>
    public static TimeSpan LongestDelay => TimeSpan.FromMilliseconds(900);

    /// <param name="playing">Of the first sample played at <paramref name="now"/>.</param>
    public void Played(CaptureTime playing, MonoTime now)
    {
        _lastPlayed = now;
        _arrivalDelay = Towards(_arrivalDelay, now.Microseconds - playing.Arrival.Microseconds);
        if (playing.SenderMicroseconds != 0) _senderOffset = Towards(_senderOffset, now.Microseconds - playing.SenderMicroseconds);
    }

    /// <returns>From <see cref="CaptureTime.Arrival"/> on, at most <see cref="LongestDelay"/> later.</returns>
    public MonoTime DueOf(CaptureTime picture, MonoTime now)
    {
        if (_arrivalDelay is not { } delay || now - _lastPlayed > Forget) return picture.Arrival;

        var due = picture.SenderMicroseconds != 0 && _senderOffset is { } offset
            ? new MonoTime(picture.SenderMicroseconds + (long)offset)
            : new MonoTime(picture.Arrival.Microseconds + (long)delay);
        if (due < picture.Arrival) return picture.Arrival;
        return MonoTime.Earlier(due, picture.Arrival + LongestDelay);
    }

    /// <returns>How long after its moment the picture came; negative when it came before; null while unknown.</returns>
    public TimeSpan? LatenessOf(CaptureTime picture) =>
        picture.SenderMicroseconds != 0 && _senderOffset is { } offset ? picture.Arrival - new MonoTime(picture.SenderMicroseconds + (long)offset) : null;

    /// <summary>Once each 20 ms.</summary>
    /// <param name="lateness">Of the newest picture.</param>
    /// <param name="soundDelay">What the voice's buffer holds now.</param>
    /// <returns>What it should hold at least, so that slow pictures are still with their sound.</returns>
    public TimeSpan WantedSoundDelay(TimeSpan? lateness, TimeSpan soundDelay)
    {
        if (lateness is not { } latest) return _wantedSoundDelay;
        var bounded = Math.Clamp(latest.TotalMicroseconds, -LongestDelay.TotalMicroseconds, LongestDelay.TotalMicroseconds);
        _lateness = _lateness is not { } known ? bounded : known + ((bounded - known) * Smoothing);
        if (_lateness > TolerableLateness) _wantedSoundDelay = soundDelay + TimeSpan.FromMicroseconds(_lateness.Value / 2);
        else if (_lateness < -TolerableLateness) _wantedSoundDelay *= 0.999;
        return _wantedSoundDelay;
    }

    private static double Towards(double? from, double to) =>
        from is not { } known || Math.Abs(to - known) > Jump.TotalMicroseconds ? to : known + ((to - known) * Follow);
}
