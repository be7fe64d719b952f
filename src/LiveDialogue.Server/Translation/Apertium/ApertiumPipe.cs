using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Server.Translation.Apertium;

/// <summary>The programs of one mode, running, each fed by the one before it. When one ends, so do those after it.</summary>
internal sealed class ApertiumPipe : IAsyncDisposable
{
    private static readonly WorkerLimits Limits = new(1L << 30, 64, Unprivileged: true);

    private readonly List<IWorkerProcess> _processes = [];
    private readonly List<Task> _feeding = [];

    /// <exception cref="WorkerStartException">A program is missing; those that run already are ended by <see cref="DisposeAsync"/>.</exception>
    public void Start(ApertiumMode mode, IWorkerStarter starter)
    {
        foreach (var words in mode.Programs)
        {
            var process = starter.Start(new("translator", words[0], [.. words.Skip(1)], Limits, []));
            if (_processes.Count > 0) _feeding.Add(FeedAsync(_processes[^1].Output, process.Input));
            _processes.Add(process);
        }
    }

    public bool Runs => _processes.TrueForAll(p => !p.Exited.IsCompleted);

    public Stream Input => _processes[0].Input;

    public Stream Output => _processes[^1].Output;

    /// <summary>What the programs said last, for the operator.</summary>
    public string LastWords => string.Join(' ', _processes.Select(p => p.LastWords).Where(words => words.Length > 0));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) process.Kill();
        foreach (var process in _processes) await process.DisposeAsync();
        await Task.WhenAll(_feeding);
    }

    private static async Task FeedAsync(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to);
            await to.DisposeAsync();
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // one of the two is gone, and with it the pipe
        }
    }
}
