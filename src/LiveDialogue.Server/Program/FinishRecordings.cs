using System.Collections.Concurrent;
using System.Threading.Channels;
using LiveDialogue.Mixer.Outputs.Finish;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// Finishes the recording of each event that ended: when its program has closed, again when that failed, and after a restart of the
/// server those that weren't finished before it. One at a time: it reads and writes whole recordings.
/// </summary>
internal sealed class FinishRecordings(
    ProgramRunners programs, ProgramFolders folders, MomentPhotos moments, IRecordingFinisher finisher, EventStore events, IChangeFeed feed, TimeProvider time, ILogger<FinishRecordings> log)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    // One entry per event that ends, per failure, or per question that was taken back.
    private readonly Channel<(EventId Event, bool Again)> _due = Channel.CreateUnbounded<(EventId, bool)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<ITimer, bool> _retries = new();

    /// <summary>A recording is there; for whoever waits for it.</summary>
    public event Action<EventId>? Finished;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        programs.Ended += OnEnded;
        feed.Published += OnChange;
        foreach (var past in await events.ListAsync(cancellationToken))
            if (past.State is EventState.Ended) OnEnded(past.Id);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        programs.Ended -= OnEnded;
        feed.Published -= OnChange;
        await base.StopAsync(cancellationToken);
        foreach (var retry in _retries.Keys) await retry.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (eventId, again) in _due.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (!again || TakeBackChapters(eventId)) await FinishAsync(eventId, stoppingToken);
            }
#pragma warning disable CA1031 // whatever is wrong with one recording, it is tried again and the others are finished
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Retry(eventId);    // before it is said, so that what is said holds
                Log.RecordingNotFinished(log, eventId, RetryAfter, error);
            }
        }
    }

    private async Task FinishAsync(EventId eventId, CancellationToken ct)
    {
        var folder = folders.Of(eventId);
        folders.ForgetPhotos(eventId);
        moments.ForgetAll(eventId);
        if (!ProgramFolders.HasProgram(folder) || ProgramFolders.IsFinished(folder)) return;

        var chapters = Chapter.Of(await feed.ReadSinceAsync(eventId, QuestionBoards.Public, 0, ct));
        var title = (await events.FindAsync(eventId.Value, ct))?.Title ?? "";
        await finisher.FinishAsync(folder, title, chapters, ct);
        Log.RecordingReady(log, eventId, chapters.Count);
        Finished?.Invoke(eventId);
    }

    // Nobody reads the title of a question any more that was taken from the screens after the end; the recording's own chapters follow when it is made anew.
    private bool TakeBackChapters(EventId eventId)
    {
        if (!ProgramFolders.IsFinished(folders.Of(eventId))) return false;

        File.Delete(Path.Combine(folders.Of(eventId), FinishedRecording.ChaptersFile));
        return true;
    }

    private void OnEnded(EventId eventId) => _due.Writer.TryWrite((eventId, false));

    // On the writer's turn: noted, no more. In a text these quotation marks would be escaped.
    private void OnChange(Change change)
    {
        if (change.Board == QuestionBoards.Public && change.Payload.Contains("\"state\":\"withdrawn\"", StringComparison.Ordinal)) _due.Writer.TryWrite((change.EventId, true));
    }

    private void Retry(EventId eventId)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                if (timer is not null && _retries.TryRemove(timer, out var _)) timer.Dispose();
                OnEnded(eventId);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _retries[timer] = true;
        timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
    }
}
