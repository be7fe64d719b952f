using System.Threading.Channels;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Starts real workers and tells of each.</summary>
internal sealed class WatchedStarter : IWorkerStarter
{
    private readonly WorkerStarter _starter = new(NullLogger.Instance);
    private readonly Channel<IWorkerProcess> _started = Channel.CreateUnbounded<IWorkerProcess>();

    private int _faults;

    /// <summary>Started last.</summary>
    public IWorkerProcess? Newest { get; private set; }

    /// <summary>The next start fails in a way that nobody foresaw.</summary>
    public void FaultOnce() => Volatile.Write(ref _faults, 1);

    public IWorkerProcess Start(WorkerCommand command)
    {
        if (Interlocked.Exchange(ref _faults, 0) != 0) throw new InvalidOperationException("not foreseen");
        var process = _starter.Start(command);
        Newest = process;
        _started.Writer.TryWrite(process);
        return process;
    }

    /// <summary>The next that was or will be started.</summary>
    public async Task<IWorkerProcess> NextAsync()
    {
        using var end = new CancellationTokenSource(OutputDriver.Patience);
        return await _started.Reader.ReadAsync(end.Token);
    }
}
