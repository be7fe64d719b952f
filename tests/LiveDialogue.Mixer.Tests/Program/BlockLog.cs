using System.Buffers.Binary;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>In the encoder's place: writes down the blocks of the Matroska it gets, and encodes nothing.</summary>
internal sealed class BlockLog : IWorkerStarter
{
    private readonly Lock _gate = new();
    private readonly List<Block> _blocks = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="Units">Its time, in 10 µs.</param>
    /// <param name="Content">A picture's first byte and its last; all bytes of sound.</param>
    internal readonly record struct Block(int Track, long Units, byte[] Content);

    /// <summary>Workers whose input was closed while they ran: real ones would have given all they had.</summary>
    public int Finished { get; private set; }

    public IReadOnlyList<Block> Of(int track)
    {
        lock (_gate) return [.. _blocks.Where(b => b.Track == track)];
    }

    public IWorkerProcess Start(WorkerCommand command) => new Worker(this);

    /// <summary>Until the encoder has got so many blocks of a track.</summary>
    public async Task HasAsync(int track, int count)
    {
        while (true)
        {
            Task added;
            lock (_gate) added = _blocks.Count(b => b.Track == track) >= count ? Task.CompletedTask : _added.Task;
            if (added.IsCompleted) return;
            await added.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private void Add(Block block)
    {
        lock (_gate)
        {
            _blocks.Add(block);
            _added.SetResult();
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class Worker(BlockLog log) : IWorkerProcess
    {
        private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Id => 1;

        public Stream Input => field ??= new Parser(log, Finish);

        public Stream Output => Stream.Null;

        public Task<int> Exited => _exited.Task;

        public string LastWords => "";

        private void Finish()
        {
            if (_exited.TrySetResult(0)) log.Finished++;
        }

        public void Kill() => _exited.TrySetResult(0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    // A head of 42 bytes, then its content, as MatroskaWriter writes them.
    private sealed class Parser(BlockLog log, Action ended) : MemoryStream
    {
        private const int HeadLength = 42;
        private byte[]? _head;

        public override void Write(ReadOnlySpan<byte> bytes)
        {
            if (_head is not null)
            {
                var track = _head[38] & 0x7F;
                log.Add(new(track, BinaryPrimitives.ReadInt64BigEndian(_head.AsSpan(21)), track == 4 ? bytes.ToArray() : [bytes[0], bytes[^1]]));
                _head = null;
            }
            else if (bytes.Length == HeadLength)
            {
                _head = bytes.ToArray();
            }
        }

        protected override void Dispose(bool disposing)
        {
            ended();
            base.Dispose(disposing);
        }
    }
}
