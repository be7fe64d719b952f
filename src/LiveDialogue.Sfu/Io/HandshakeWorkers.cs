using System.Collections.Concurrent;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Sfu.Io;

/// <summary>A few threads for the asymmetric crypto of "doors open": about half a millisecond of CPU per join.</summary>
internal sealed class HandshakeWorkers : IHandshakes, IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    // Unbounded, because bounded elsewhere: a peer has one step at a time, and peers are capped.
    private readonly BlockingCollection<HandshakeStep> _steps = [];
    private readonly IMonoClock _clock;
    private readonly Action<NodeThread> _started;
    private readonly Action _rested;
    private readonly TimeSpan _rest;
    private readonly Thread[] _threads;

    /// <param name="rested">Called by each thread that had steps and then none for <paramref name="rest"/>, or until the end; others may be at work.</param>
    public HandshakeWorkers(int count, IMonoClock clock, Action<NodeThread> started, Action rested, TimeSpan? rest = null)
    {
        (_clock, _started, _rested, _rest) = (clock, started, rested, rest ?? Rest);
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"handshakes {i}" };
            _threads[i].Start();
        }
    }

    public void Run(HandshakeStep step)
    {
        try
        {
            _steps.Add(step);
        }
        catch (InvalidOperationException)
        {
            step.Completed?.Invoke(step);    // closing down: it comes back unrun
        }
    }

    /// <summary>Finishes what was begun.</summary>
    public void Dispose()
    {
        _steps.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _steps.Dispose();
    }

    private void Work()
    {
        _started(NodeThread.Handshakes);
        while (_steps.TryTake(out var step, Timeout.Infinite))    // false: completed
        {
            do
            {
                step.Run(_clock.Now);
                step.Completed?.Invoke(step);
            }
            while (_steps.TryTake(out step, _rest));
            _rested();
        }
    }
}

/// <summary>Runs each step at once, on the caller's thread.</summary>
internal sealed class InlineHandshakes(IMonoClock clock) : IHandshakes
{
    public void Run(HandshakeStep step)
    {
        step.Run(clock.Now);
        step.Completed?.Invoke(step);
    }
}
