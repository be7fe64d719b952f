using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Fails in ways that nobody foresaw: the first worker isn't started, the second can't be read, the others are real.</summary>
internal sealed class FaultyStarter : IWorkerStarter
{
    private readonly WorkerStarter _real = new(NullLogger.Instance);
    private int _asked;

    public IWorkerProcess Start(WorkerCommand command) => Interlocked.Increment(ref _asked) switch
    {
        1 => throw new InvalidOperationException("not foreseen"),
        2 => new Unreadable(_real.Start(command)),
        _ => _real.Start(command),
    };

    private sealed class Unreadable(IWorkerProcess process) : IWorkerProcess
    {
        public int Id => process.Id;

        public Stream Input => process.Input;

        public Stream Output => throw new InvalidOperationException("not foreseen");

        public Task<int> Exited => process.Exited;

        public string LastWords => process.LastWords;

        public void Kill() => process.Kill();

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }
}
