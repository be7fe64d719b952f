using LiveDialogue.Mixer.Encoding;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs.Disk;

/// <summary>
/// An output that writes files, on a task of its own. Whatever the disk does, the hub isn't held up: the output says what is wrong, drops what it
/// can't write, and tries again. Program time is its clock, so it needs no timer: when no units come there is nothing to retry for.
/// </summary>
internal abstract class DiskOutput : IUnitOutput
{
    /// <summary>About ten seconds of all tracks.</summary>
    private const int QueueUnits = 2048;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    /// <summary>A disk that hangs doesn't keep the server from stopping.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(10);

    private readonly UnitQueue _queue = new(QueueUnits);
    private readonly DiskReserve _room;
    private readonly ILogger _logger;
    private readonly Task _writing;
    private ProgramHeaders? _headers;
    private TimeSpan _retryAt, _lookAt;
    private bool _open, _wrote;
    private OutputStatus _status;

    protected DiskOutput(string id, OutputKind kind, string folder, DiskReserve room, ILogger logger)
    {
        (Folder, _room, _logger) = (folder, room, logger);
        _status = new OutputStatus(id, kind, "", OutputState.Starting, OutputReason.None, "");
        _writing = Task.Run(WriteAllAsync);
    }

    public event Action? StatusChanged;

    public event Action? KeyframeWanted;

    public OutputStatus Status => Volatile.Read(ref _status);

    protected string Folder { get; }

    public void Begin(ProgramHeaders headers) => _queue.Begin(headers);

    public void Add(in EncodedUnit unit)
    {
        if (!_queue.Add(unit)) Log.QueueOverflowed(_logger, Status.Id);
    }

    /// <summary>Completes when all that was added so far is written, as far as it could be.</summary>
    public Task DrainedAsync() => _queue.TakenAsync();

    /// <summary>Writes what is queued, closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        try
        {
            await _writing.WaitAsync(LastWrites);
        }
        catch (TimeoutException)
        {
            Log.DiskHangs(_logger, Status.Id, LastWrites);
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes on in the folder, whatever is in it already. Throws what the file system throws.</summary>
    protected abstract void Open(ProgramHeaders headers);

    /// <summary>The encoder was started anew while open, or units were lost; <paramref name="headers"/> may be others than before.</summary>
    protected abstract void Restart(ProgramHeaders headers);

    /// <summary>Before each unit, open or not: what was asked of the output meanwhile. Throws what the file system throws, and is called again then.</summary>
    protected virtual void Prepare()
    {
    }

    /// <returns>True: something is on the disk now that wasn't.</returns>
    protected abstract bool Write(in EncodedUnit unit);

    /// <summary>Writes what is held and closes the files; there may be none.</summary>
    protected abstract void Close();

    /// <summary>Closes the files after a failure, without writing. Doesn't throw.</summary>
    protected abstract void Abandon();

    protected void WantKeyframe() => KeyframeWanted?.Invoke();

    private async Task WriteAllAsync()
    {
        await foreach (var item in _queue.Reader.ReadAllAsync())
        {
            try
            {
                Take(item);
            }
            catch (Exception failure)       // the file system's, or our bug: either way the program goes on and this output begins anew
            {
                Fail(failure, item.Unit.Time);
            }
        }
        try
        {
            CloseIfOpen();
            Show(OutputState.Stopped, OutputReason.None, "");
        }
        catch (Exception failure)
        {
            Fail(failure, default);
            Show(OutputState.Stopped, Status.Reason, Status.Detail);
        }
    }

    private void Take(in QueuedUnit item)
    {
        if (item.Taken is { } taken)
        {
            taken.TrySetResult();
            return;
        }
        if (item.Headers is { } headers)
        {
            _headers = headers;
            if (_open) Restart(headers);
            if (item.AfterLoss) WantKeyframe();
            return;
        }
        if (_headers is null || item.Unit.Time < _retryAt) return;
        Prepare();
        if (!_open)
        {
            if (!HasRoom(item.Unit.Time)) return;
            Open(_headers);
            _open = true;
            WantKeyframe();
        }
        if (!Write(item.Unit) || (_wrote && item.Unit.Time < _lookAt)) return;
        _wrote = true;
        _lookAt = item.Unit.Time + LookAfter;
        HasRoom(item.Unit.Time);
    }

    /// <summary>Looks at the disk and shows what it found; closes the files when the room that is to stay free is reached.</summary>
    private bool HasRoom(TimeSpan now)
    {
        var room = _room.Look(Folder, _open);
        if (room.Left is RoomLeft.None)
        {
            CloseIfOpen();
            _retryAt = now + RetryAfter;
            Show(OutputState.Retrying, OutputReason.DiskFull, room.Words);
            return false;
        }
        if (_wrote) Show(OutputState.Running, room.Left is RoomLeft.Little ? OutputReason.DiskNearlyFull : OutputReason.None, room.Words);
        return true;
    }

    private void CloseIfOpen()
    {
        if (!_open) return;
        Close();
        (_open, _wrote) = (false, false);
    }

    private void Fail(Exception failure, TimeSpan now)
    {
        Abandon();
        (_open, _wrote, _retryAt) = (false, false, now + RetryAfter);
        if (!DiskTrouble.IsOne(failure)) Log.OutputFailed(_logger, failure, Status.Id);
        Show(OutputState.Retrying, DiskTrouble.ReasonOf(failure), DiskTrouble.IsOne(failure) ? failure.Message : failure.GetType().Name);
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
