using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;

namespace LiveDialogue.Server.Translation.Apertium;

/// <summary>
/// One mode of Apertium, kept running so that its dictionaries are read once: a request is a text and a zero byte, and so is the answer.
/// Started with the first request, and again after it died or hung. Thread-safe; one text at a time.
/// </summary>
internal sealed class ApertiumWorker(ApertiumMode mode, IWorkerStarter starter, TimeSpan patience, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int LongestAnswer = 64 << 10;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RestartPolicy _restarts = new();
    private readonly byte[] _answer = new byte[LongestAnswer];
    private readonly long _since = time.GetTimestamp();
    private ApertiumPipe? _pipe;
    private bool _disposed;

    /// <exception cref="TranslationFailedException">It can't be started, died, hung, or was ended.</exception>
    public async Task<string> TranslateAsync(string text, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_pipe is { Runs: false }) await EndAsync(); // died between two texts: this one need not fail for it
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var timer = time.CreateTimer(_ => limit.Cancel(), null, patience, Timeout.InfiniteTimeSpan);
            return await AskAsync(Running(), text, limit.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or TranslationFailedException or WorkerStartException)
        {
            // Half an answer may be on its way: the next text must not get it.
            await EndAsync();
            ct.ThrowIfCancellationRequested();
            throw failure as TranslationFailedException ?? new TranslationFailedException($"Apertium {mode.Name}: {Reason(failure)}", failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _disposed = true;
        if (_pipe is { } pipe) await pipe.DisposeAsync();
        _pipe = null;
        _turn.Release();
    }

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException => "no answer in time.",
        WorkerStartException => failure.Message,
        _ => "it ended.",
    };

    private ApertiumPipe Running()
    {
        if (_disposed) throw new TranslationFailedException("The server is stopping.");
        if (_pipe is { } running) return running;

        var now = Now();
        if (now < _restarts.AllowedFrom) throw new TranslationFailedException($"Apertium {mode.Name} died and is started again a little later.");
        _restarts.Started(now);
        _pipe = new();
        _pipe.Start(mode, starter);
        Log.TranslatorStarted(log, mode.Name);
        return _pipe;
    }

    private async Task<string> AskAsync(ApertiumPipe pipe, string text, CancellationToken ct)
    {
        await pipe.Input.WriteAsync(StreamText.Write(text), ct);
        await pipe.Input.FlushAsync(ct);
        var filled = 0;
        while (true)
        {
            var read = await pipe.Output.ReadAsync(_answer.AsMemory(filled), ct);
            if (read == 0) throw new IOException("The pipe was closed.");
            filled += read;
            if (_answer.AsSpan(0, filled).IndexOf((byte)0) is >= 0 and var end)
                return StreamText.Read(_answer.AsSpan(0, end), text) ?? throw new TranslationFailedException($"Apertium {mode.Name} answered what is no answer.");
            if (filled == _answer.Length) throw new TranslationFailedException($"Apertium {mode.Name} answered more than {LongestAnswer} bytes.");
        }
    }

    private async Task EndAsync()
    {
        if (_pipe is not { } pipe) return;
        _pipe = null;
        _restarts.Died(Now());
        await pipe.DisposeAsync();
        Log.TranslatorEnded(log, mode.Name, pipe.LastWords);
    }

    private MonoTime Now() => new((long)time.GetElapsedTime(_since).TotalMicroseconds);
}
