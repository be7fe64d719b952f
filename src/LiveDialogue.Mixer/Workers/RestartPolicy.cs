using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Workers;

/// <summary>When a worker that died may be started again: at once, then after 1, 2, 4, 8 s; at once again after one that lived for <see cref="Healthy"/>.</summary>
public sealed class RestartPolicy
{
    private const int LongestSeconds = 8;

    private int _failures;
    private MonoTime _startedAt;

    public static TimeSpan Healthy => TimeSpan.FromSeconds(10);

    /// <summary>Deaths since the last healthy one.</summary>
    public int Failures => _failures;

    public MonoTime AllowedFrom { get; private set; }

    public void Started(MonoTime now) => _startedAt = now;

    public void Died(MonoTime now)
    {
        if (now - _startedAt >= Healthy) _failures = 0;
        var seconds = _failures == 0 ? 0 : Math.Min(LongestSeconds, 1 << Math.Min(_failures - 1, 10));
        _failures++;
        AllowedFrom = now + TimeSpan.FromSeconds(seconds);
    }
}
