using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs.Push;

/// <summary>
/// The program on another platform: the 720p picture and the sound to one RTMP address, through a worker that is started again, at longer and longer
/// intervals, until the target is removed. A target that hangs costs its own queue and nothing else. The address is a secret and is nowhere shown.
/// </summary>
internal sealed class PushOutput : IUnitOutput
{
    /// <summary>Seven to eight seconds.</summary>
    private const int QueueUnits = 600;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    /// <summary>After having run so long, the next trouble is a new one.</summary>
    private static readonly TimeSpan RanWell = TimeSpan.FromMinutes(1);

    private readonly UnitQueue _queue = new(QueueUnits);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _removed = new();
    private readonly IWorkerStarter _starter;
    private readonly WorkerCommand? _command;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _pushing;
    private ProgramHeaders? _headers;
    private int _disposed;
    private volatile bool _listens;
    private OutputStatus _status;

    public PushOutput(PushTarget target, IWorkerStarter starter, string ffmpegPath, TimeProvider time, ILogger logger)
    {
        (_starter, _time, _logger) = (starter, time, logger);
        var valid = PushCommand.TryMake(target.Url, ffmpegPath, out _command);
        _status = new(target.Id, OutputKind.Push, target.Name, valid ? OutputState.Starting : OutputState.Failed, valid ? OutputReason.None : OutputReason.Refused, valid ? "" : "This isn't an rtmp:// or rtmps:// address.");
        _pushing = valid ? Task.Run(PushUntilRemovedAsync, CancellationToken.None) : Task.CompletedTask;
    }

    public event Action? StatusChanged;

    public event Action? KeyframeWanted;

    public OutputStatus Status => Volatile.Read(ref _status);

    public void Begin(ProgramHeaders headers)
    {
        Volatile.Write(ref _headers, headers);
        _begun.TrySetResult();
        if (_listens) _queue.Begin(headers);
    }

    public void Add(in EncodedUnit unit)
    {
        if (!_listens || unit.Track is not (EncodedTrack.Video720 or EncodedTrack.Audio)) return;
        if (!_queue.Add(unit)) Log.QueueOverflowed(_logger, Status.Id);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _removed.CancelAsync();
        await _pushing;
        _removed.Dispose();
        if (Status.State is not OutputState.Failed) Show(OutputState.Stopped, OutputReason.None, "");
    }

    private async Task PushUntilRemovedAsync()
    {
        var wait = FirstRetry;
        try
        {
            await _begun.Task.WaitAsync(_removed.Token);
            while (true)
            {
                var began = _time.GetTimestamp();
                var end = await PushOnceOrFailAsync();
                _listens = false;
                if (end.Reason is OutputReason.None) continue;      // other headers: another worker, at once

                if (_time.GetElapsedTime(began) >= RanWell) wait = FirstRetry;
                Show(OutputState.Retrying, end.Reason, end.Words);
                await Task.Delay(wait, _time, _removed.Token);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LastRetry.Ticks));
            }
        }
        catch (OperationCanceledException) when (_removed.IsCancellationRequested)
        {
            _listens = false;
        }
    }

    private async Task<PushEnd> PushOnceOrFailAsync()
    {
        try
        {
            return await PushOnceAsync();
        }
#pragma warning disable CA1031 // an error of ours costs one try: without this the output would end, and go on saying that it starts
        catch (Exception fault) when (!_removed.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.OutputFailed(_logger, fault, Status.Id);
            return new(OutputReason.WorkerDied, fault.GetType().Name);
        }
    }

    /// <summary>From a keyframe to the end of a worker.</summary>
    private async Task<PushEnd> PushOnceAsync()
    {
        while (_queue.Reader.TryRead(out _)) { }
        _listens = true;
        if (Volatile.Read(ref _headers) is { } headers) _queue.Begin(headers);
        KeyframeWanted?.Invoke();
        ProgramHeaders? current = null;
        while (true)
        {
            var item = await _queue.Reader.ReadAsync(_removed.Token);
            current = item.Headers ?? current;
            if (item.Headers is not null || current is null || item.Unit is not { Track: EncodedTrack.Video720, IsKeyframe: true }) continue;
            try
            {
                await using var worker = new PushWorker(_starter.Start(_command!), _time, current);     // there is one, or this task isn't run
                worker.Progressed += () => Show(OutputState.Running, OutputReason.None, "");
                return await FeedAsync(worker, item.Unit);
            }
            catch (WorkerStartException failure)
            {
                return new(OutputReason.WorkerDied, failure.Message);
            }
        }
    }

    private async Task<PushEnd> FeedAsync(PushWorker worker, EncodedUnit first)
    {
        if (!await worker.BeginAsync(first, _removed.Token)) return await worker.EndAsync();
        var needsKeyframe = false;
        while (true)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_removed.Token, worker.Ended);
            QueuedUnit item;
            try
            {
                item = await _queue.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!_removed.IsCancellationRequested)
            {
                return await worker.EndAsync();
            }
            if (item.AfterLoss) KeyframeWanted?.Invoke();
            if (item.Headers is { } headers)
            {
                if (!headers.SameCoding(worker.Headers)) return default;
                needsKeyframe = true;
                continue;
            }
            if (needsKeyframe && !(item.Unit.Track is EncodedTrack.Video720 && item.Unit.IsKeyframe)) continue;
            needsKeyframe = false;
            if (!await worker.WriteAsync(item.Unit, _removed.Token)) return await worker.EndAsync();
        }
    }

    private void Show(OutputState state, OutputReason reason, string detail)
    {
        var status = _status with { State = state, Reason = reason, Detail = detail };
        if (status == _status) return;
        Volatile.Write(ref _status, status);
        if (reason is not OutputReason.None) Log.OutputTrouble(_logger, status.Id, state, reason, detail);
        StatusChanged?.Invoke();
    }
}
