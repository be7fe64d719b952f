using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Outputs.Push;

/// <param name="Reason">None: nothing is wrong with it.</param>
internal readonly record struct PushEnd(OutputReason Reason, string Words);

/// <summary>
/// One worker and how far it is. It is killed when it was given something and said of no progress for ten seconds: its pipe and the kernel's buffers
/// take seconds of the program even when the other side has stopped reading.
/// </summary>
internal sealed class PushWorker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostWords = 400;

    private readonly IWorkerProcess _process;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _killing;
    private readonly Task _watching;
    private FlvWriter? _flv;
    private readonly Lock _gate = new();
    private volatile bool _progressed;
    private bool _armed, _writing;

    public PushWorker(IWorkerProcess process, TimeProvider time, ProgramHeaders headers)
    {
        (_process, Headers) = (process, headers);
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _killing = _stalled.Token.Register(process.Kill);       // a blocked write to a pipe ends only with its reader
        _watching = WatchAsync();
    }

    /// <summary>It has handed something on, for the first time or since it last seemed stuck.</summary>
    public event Action? Progressed;

    public ProgramHeaders Headers { get; }

    /// <summary>Cancelled when the process has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <returns>False: it is dead.</returns>
    public async Task<bool> BeginAsync(EncodedUnit first, CancellationToken ct)
    {
        _flv = new FlvWriter(first.Time);
        return await WriteAsync(_flv.Begin(Headers), ct) && await WriteAsync(first, ct);
    }

    public Task<bool> WriteAsync(in EncodedUnit unit, CancellationToken ct) => WriteAsync(_flv is null ? default : _flv.Write(unit), ct);

    /// <summary>Why it ended, or had to.</summary>
    public async Task<PushEnd> EndAsync()
    {
        _process.Kill();        // it has closed its input, or is dead already
        await _process.Exited;
        var words = _process.LastWords;
        if (words.Length > MostWords) words = words[^MostWords..];
        return new(_stalled.IsCancellationRequested ? OutputReason.Stalled : _progressed ? OutputReason.WorkerDied : OutputReason.Refused, words);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _watching;
        await _killing.DisposeAsync();
        _stalled.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (bytes.IsEmpty) return true;
        lock (_gate)
        {
            _writing = true;
            if (!_armed) Arm(on: true);
        }
        try
        {
            using var kill = ct.Register(_process.Kill);
            await _process.Input.WriteAsync(bytes, ct);
            return true;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            lock (_gate) _writing = false;
        }
    }

    private void Arm(bool on)
    {
        _armed = on;
        _stalled.CancelAfter(on ? Patience : Timeout.InfiniteTimeSpan);
    }

    /// <summary>ffmpeg's -progress: a block of name=value lines each second, while it handles packets.</summary>
    private async Task WatchAsync()
    {
        try
        {
            using var lines = new StreamReader(_process.Output, leaveOpen: true);
            while (await lines.ReadLineAsync(CancellationToken.None) is { } line)
            {
                _process.ForgetPrivate();       // who speaks has read it
                if (!line.StartsWith("total_size=", StringComparison.Ordinal) || line is "total_size=0" or "total_size=N/A") continue;
                // A write that waits while this is read may be the last: then nobody else would watch over it.
                lock (_gate) Arm(_writing);
                _progressed = true;
                Progressed?.Invoke();
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // it ended, or was disposed of
        }
        await _process.Exited;
        await _ended.CancelAsync();
    }
}
