using NodaTime;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>Time that moves when a test says so: the server's <see cref="TimeProvider"/> and, through <see cref="FakeClock"/>, its wall clock.</summary>
public sealed class FakeTime(Instant start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private Instant _now = start;

    public Instant Now
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public override long GetTimestamp() => Now.ToUnixTimeTicks();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, firing each timer at its own moment and in order.</summary>
    public void Advance(Duration by)
    {
        Instant target;
        lock (_gate) target = _now + by;
        while (true)
        {
            FakeTimer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
                _now = due is null ? target : Instant.Max(_now, due.Due);
                due?.Fired(target);
            }
            if (due is null) return;
            due.Call();
        }
    }

    /// <summary>Of one periodic timer, before the moment that time moves on to; those before are left out.</summary>
    private const int MostTicks = 1000;

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private Duration? _period;

        public Instant Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? null : Duration.FromTimeSpan(period);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + Duration.FromTimeSpan(dueTime);
                time._timers.Add(this);
                return true;
            }
        }

        // Who ticks each second needn't do so for all the seconds of ten days: what waits for a tick takes many for one.
        public void Fired(Instant target)
        {
            if (_period is { } period) Due += period * Math.Max(1, (long)((target - Due) / period) - MostTicks);
            else time._timers.Remove(this);
        }

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The wall clock of a <see cref="FakeTime"/>.</summary>
public sealed class FakeClock(FakeTime time) : IClock
{
    public Instant GetCurrentInstant() => time.Now;
}
