using System.Collections.Concurrent;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>Real workers, which a test can name and kill.</summary>
internal sealed class WatchedStarter : IWorkerStarter
{
    private readonly WorkerStarter _real = new(NullLogger.Instance);
    private readonly ConcurrentStack<(string Purpose, IWorkerProcess Process)> _started = new();

    public IWorkerProcess Start(WorkerCommand command)
    {
        var process = _real.Start(command);
        _started.Push((command.Purpose, process));
        return process;
    }

    public void KillNewest(string purpose) => _started.First(s => s.Purpose == purpose).Process.Kill();
}
