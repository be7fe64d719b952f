using LiveDialogue.Mixer.Io;
using LiveDialogue.Native.Linux;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>A thread that does nothing but sleep until each tick: how late any thread is on this machine, now.</summary>
internal sealed class BareSleeper : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stopped;

    internal BareSleeper()
    {
        _thread = new(Run) { IsBackground = true, Name = "bare sleeper" };
        _thread.Start();
    }

    internal Lateness Lateness { get; } = new();

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Run()
    {
        _ = MonotonicWait.TryPrefer(-10); // as the program's own
        var start = MonotonicWait.Now;
        for (var tick = 1; !_stopped; tick++)
        {
            var due = start + TimeSpan.FromSeconds((double)tick / BenchClip.FramesPerSecond);
            MonotonicWait.Until(due);
            Lateness.Note(MonotonicWait.Now - due);
        }
    }
}
