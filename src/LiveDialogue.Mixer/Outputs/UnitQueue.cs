using System.Threading.Channels;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs;

/// <summary>
/// Between the hub's thread, which never waits, and an output's own task, which may. When it is full it is emptied: who reads then meets the
/// headers again, goes on at a keyframe, and what is in between is missing.
/// </summary>
internal sealed class UnitQueue
{
    private readonly Channel<QueuedUnit> _units;
    private ProgramHeaders? _headers;

    /// <param name="capacity">In units, of all tracks together.</param>
    public UnitQueue(int capacity) => _units = Channel.CreateBounded<QueuedUnit>(new BoundedChannelOptions(capacity)
    {
        FullMode = BoundedChannelFullMode.Wait,     // TryWrite says no, and we empty it
        SingleReader = false,                       // emptied from the writer's side
        SingleWriter = true,
    });

    /// <summary>Ends when <see cref="Complete"/> was called and everything is read.</summary>
    public ChannelReader<QueuedUnit> Reader => _units.Reader;

    public void Begin(ProgramHeaders headers)
    {
        _headers = headers;
        Add(new QueuedUnit(headers, default));
    }

    /// <returns>False: it was full and is empty now.</returns>
    public bool Add(in EncodedUnit unit) => Add(new QueuedUnit(null, unit));

    /// <summary>Completes when what was added so far has been taken out and dealt with.</summary>
    public Task TakenAsync()
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new QueuedUnit(null, default, Taken: taken));
        return taken.Task;
    }

    public void Complete() => _units.Writer.TryComplete();

    private bool Add(in QueuedUnit item)
    {
        if (_units.Writer.TryWrite(item)) return true;
        if (_units.Reader.Completion.IsCompleted) return true;
        while (_units.Reader.TryRead(out var dropped)) dropped.Taken?.TrySetResult();
        if (_headers is not null) _units.Writer.TryWrite(new QueuedUnit(_headers, default, AfterLoss: true));
        return false;
    }
}

/// <param name="Headers">Not null: units of these headers follow, and <paramref name="Unit"/> is nothing.</param>
/// <param name="AfterLoss">Units before it were dropped.</param>
/// <param name="Taken">Not null: nothing but a mark, to be completed.</param>
internal readonly record struct QueuedUnit(ProgramHeaders? Headers, EncodedUnit Unit, bool AfterLoss = false, TaskCompletionSource? Taken = null);
