using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>A worker as the kernel holds it while its disk is gone: it takes nothing, says nothing and survives being killed.</summary>
internal sealed class HangingStarter : IWorkerStarter
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _kills;

    /// <summary>Completes when somebody writes to it.</summary>
    public Task Begun => _begun.Task;

    public int Kills => Volatile.Read(ref _kills);

    public IWorkerProcess Start(WorkerCommand command) => new Worker(this);

    public void Release() => _exited.TrySetResult(1);

    private sealed class Worker(HangingStarter starter) : IWorkerProcess
    {
        public int Id => 1;

        public Stream Input => new Hanging(starter);

        public Stream Output => Stream.Null;

        public Task<int> Exited => starter._exited.Task;

        public string LastWords => "";

        public void Kill() => Interlocked.Increment(ref starter._kills);

        public async ValueTask DisposeAsync() => await starter._exited.Task;
    }

    private sealed class Hanging(HangingStarter starter) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            starter._begun.TrySetResult();
            ((IAsyncResult)starter._exited.Task).AsyncWaitHandle.WaitOne();
            throw new IOException("gone at last");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
