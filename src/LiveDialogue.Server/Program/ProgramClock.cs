using LiveDialogue.Wire;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>The mixer's clock (CLOCK_MONOTONIC) beside the wall's. Thread-safe.</summary>
internal sealed class ProgramClock(TimeProvider time)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<Instant, MonoTime> _said = [];

    public MonoTime Now => new((long)(time.GetTimestamp() * (1_000_000d / time.TimestampFrequency)));

    /// <summary>An instant on the mixer's clock. Says the same again unless the wall clock was set meanwhile: a moment that moves by microseconds would be another picture each time.</summary>
    public MonoTime At(Instant instant, Instant now)
    {
        var at = Now + (instant - now).ToTimeSpan();
        lock (_gate)
        {
            if (_said.TryGetValue(instant, out var said) && (said - at).Duration() < Slack) return said;
            if (_said.Count > 100) _said.Clear();               // past events' starts
            return _said[instant] = at;
        }
    }
}
