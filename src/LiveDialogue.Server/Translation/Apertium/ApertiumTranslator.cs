using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Server.Translation.Apertium;

/// <summary>The Apertium that is installed on this machine: free, offline, a worker for each pair that is asked for.</summary>
/// <remarks>The folder is that of its modes.</remarks>
internal sealed class ApertiumTranslator : ITranslator, IAsyncDisposable
{
    private readonly string _folder;
    private readonly IWorkerStarter _starter;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private Task<IReadOnlyDictionary<LanguagePair, ApertiumWorker>>? _found;

    public ApertiumTranslator(string folder, IWorkerStarter starter, TimeSpan patience, TimeProvider time, ILogger log) =>
        (_folder, _starter, _patience, _time, _log) = (folder, starter, patience, time, log);

    public string Name => "apertium";

    public async Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct) => [.. (await WorkersAsync().WaitAsync(ct)).Keys];

    public async Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct) =>
        (await WorkersAsync().WaitAsync(ct)).TryGetValue(pair, out var worker)
            ? await worker.TranslateAsync(text, ct)
            : throw new TranslationFailedException($"Apertium has no mode for {pair}.");

    public async ValueTask DisposeAsync()
    {
        Task<IReadOnlyDictionary<LanguagePair, ApertiumWorker>>? found;
        lock (_gate) found = _found;
        if (found is null) return;
        foreach (var worker in (await found).Values) await worker.DisposeAsync();
    }

    // Asked for once: what is installed changes with a restart.
    private Task<IReadOnlyDictionary<LanguagePair, ApertiumWorker>> WorkersAsync()
    {
        lock (_gate) return _found ??= Task.Run(FindAsync);
    }

    // Never faults: a machine without Apertium translates nothing, and says so once.
    private async Task<IReadOnlyDictionary<LanguagePair, ApertiumWorker>> FindAsync()
    {
        var found = new List<ApertiumMode>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(_folder, "*.mode"))
                if (ApertiumMode.TryParse(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file)) is { } mode) found.Add(mode);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            Log.NoTranslator(_log, missing.Message);
        }
        var modes = ApertiumMode.Best(found);
        if (modes.Count > 0) Log.TranslatorFound(_log, modes.Count, string.Join(' ', modes.Select(m => m.Name)));
        return modes.ToDictionary(m => m.Pair, m => new ApertiumWorker(m, _starter, _patience, _time, _log));
    }
}
