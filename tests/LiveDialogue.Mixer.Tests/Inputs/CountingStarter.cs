using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Real workers, counted while they run.</summary>
internal sealed class CountingStarter : IWorkerStarter
{
    private readonly WorkerStarter _real = new(NullLogger.Instance);
    private readonly Lock _gate = new();
    private int _running;

    public int MostAtOnce { get; private set; }

    public WorkerCommand? Last { get; private set; }

    /// <summary>What happens just before each.</summary>
    public Action? Before { get; set; }

    public IWorkerProcess Start(WorkerCommand command)
    {
        Before?.Invoke();
        Last = command;
        lock (_gate) MostAtOnce = Math.Max(MostAtOnce, ++_running);
        return new Counted(_real.Start(command), this);
    }

    private sealed class Counted(IWorkerProcess process, CountingStarter starter) : IWorkerProcess
    {
        public int Id => process.Id;

        public Stream Input => process.Input;

        public Stream Output => process.Output;

        public Task<int> Exited => process.Exited;

        public string LastWords => process.LastWords;

        public void Kill() => process.Kill();

        public async ValueTask DisposeAsync()
        {
            await process.DisposeAsync();
            lock (starter._gate) starter._running--;
        }
    }
}
