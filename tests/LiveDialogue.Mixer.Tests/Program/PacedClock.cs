using LiveDialogue.Mixer.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>Lets the program's thread run up to a moment, as fast as it goes, and there it waits.</summary>
internal sealed class PacedClock : IMixClock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly object _gate = new();
    private MonoTime _now = new(10_000_000);
    private MonoTime _horizon = new(10_000_000);
    private bool _waits;
    private bool _open;

    public MonoTime Now
    {
        get { lock (_gate) return _now; }
    }

    public void WaitUntil(MonoTime due)
    {
        lock (_gate)
        {
            while (due > _horizon && !_open)
            {
                _waits = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }
            if (due > _now) _now = due;
        }
    }

    /// <summary>Everything due within the span has been done when this returns.</summary>
    public void Run(TimeSpan span)
    {
        lock (_gate)
        {
            _horizon += span;
            _waits = false;
            Monitor.PulseAll(_gate);
            while (!_waits) Assert.True(Monitor.Wait(_gate, Patience), "The program's thread hangs.");
        }
    }

    /// <summary>Waits no more: the program ends.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _open = true;
            Monitor.PulseAll(_gate);
        }
    }
}
