using LiveDialogue.Native.Linux;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Io;

/// <summary>A thread of its own that does one thing over and over until told to stop; a fault of ours in one round is logged and costs that round.</summary>
internal sealed class ProgramThread : IDisposable
{
    private const int Preferred = -10;

    /// <summary>What fails in every round fails eighty times a second: said this often.</summary>
    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(1);

    private readonly Thread _thread;
    private readonly ILogger _log;
    private readonly Func<bool> _round;
    private MonoTime? _saidAt;
    private volatile bool _stopped;

    /// <param name="round">Returns false to end the thread. Waits by itself.</param>
    /// <param name="preferred">What has deadlines of milliseconds asks the kernel to go first.</param>
    public ProgramThread(string name, Func<bool> round, ILogger log, bool preferred)
    {
        (_round, _log) = (round, log);
        _thread = new Thread(() => Run(preferred)) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lets the round that runs finish, and waits for that.</summary>
    public void Dispose()
    {
        _stopped = true;
        if (_thread != Thread.CurrentThread) _thread.Join();
    }

    private void Run(bool preferred)
    {
        if (preferred) _ = MonotonicWait.TryPrefer(Preferred);
        while (!_stopped)
        {
            try
            {
                if (!_round()) return;
            }
#pragma warning disable CA1031 // the program goes on, whatever is wrong with one frame
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Say(fault);
            }
        }
    }

    private void Say(Exception fault)
    {
        var now = MonotonicWait.Now;
        if (_saidAt is { } said && now - said < FaultInterval) return;
        _saidAt = now;
        Log.RoundFaulted(_log, _thread.Name ?? "", fault);
    }
}
