using System.Text.Json;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>
/// After the end of a program: its playlists say that they are complete, the parts of the recording become one file that plays from its beginning
/// while it is being downloaded, and the chapters are written down. Safe to repeat and to interrupt: what was there stays until the new one is whole,
/// and <c>chapters.json</c> comes last.
/// </summary>
public sealed class FinishedRecording
{
    public const string RecordingFile = "recording.mp4";
    public const string ChaptersFile = "chapters.json";

    private readonly IWorkerStarter _starter;
    private readonly string _ffmpegPath;
    private readonly ILogger _logger;

    public FinishedRecording(string ffmpegPath, ILogger logger)
        : this(new WorkerStarter(logger), ffmpegPath, logger) { }

    internal FinishedRecording(IWorkerStarter starter, string ffmpegPath, ILogger logger) => (_starter, _ffmpegPath, _logger) = (starter, ffmpegPath, logger);

    /// <summary>Only when the program writes no more. A folder without a program gets a <c>chapters.json</c> and nothing else.</summary>
    /// <param name="folder">Of the program, as in <see cref="MixerOptions.Folder"/>.</param>
    /// <param name="title">Of the whole: names what is between the answers.</param>
    /// <exception cref="IOException">The disk: full, or gone. Try again later.</exception>
    /// <exception cref="InvalidOperationException">ffmpeg couldn't join the parts; they stay as they are. The message has its words.</exception>
    public async Task FinishAsync(string folder, string title, IReadOnlyList<RecordingChapter> chapters, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var playlist = FinishedPlaylists.Write(folder);
        var parts = Directory.GetFiles(folder, "rec-*.mp4").Order(StringComparer.Ordinal).Select(RecordedPart.Read).OfType<RecordedPart>().ToList();
        var recording = new WallTimeline(parts.Select(part => (part.Start, part.Length)));
        if (parts.Count > 0) await JoinAsync(folder, parts, FinishCommand.Chapters(title, chapters, recording), ct);

        var views = chapters.Select(chapter => new ChapterView(Seconds(recording, chapter.Start), Seconds(recording, chapter.End), Seconds(playlist, chapter.Start), chapter.Title, chapter.Question));
        Replace.File(Path.Combine(folder, ChaptersFile), JsonSerializer.Serialize(views, JsonSerializerOptions.Web));
        Log.Finished(_logger, parts.Count, recording.Length, chapters.Count);
    }

    private async Task JoinAsync(string folder, List<RecordedPart> parts, string chapters, CancellationToken ct)
    {
        foreach (var part in parts) part.CutOffRest();
        // Of this attempt alone: the worker of a server that was killed may still be writing its own, and is left without a name for it.
        foreach (var left in Directory.GetFiles(folder, Draft("*", "*"))) File.Delete(left);
        var attempt = Guid.NewGuid().ToString("N");
        var (list, names, result) = (Path.Combine(folder, Draft(attempt, "parts")), Path.Combine(folder, Draft(attempt, "chapters")), Path.Combine(folder, Draft(attempt, "mp4")));
        try
        {
            Replace.File(list, FinishCommand.List(parts));
            Replace.File(names, chapters);
            await using var worker = _starter.Start(FinishCommand.Join(_ffmpegPath, list, names, result));
            var code = await worker.Exited.WaitAsync(ct);
            if (code != 0) throw new InvalidOperationException($"The recording's parts can't be joined, ffmpeg ended with {code}: {worker.LastWords}");
            File.Move(result, Path.Combine(folder, RecordingFile), overwrite: true);
        }
        catch (WorkerStartException failure)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
        finally
        {
            foreach (var left in new[] { list, names, result }) File.Delete(left);
        }
    }

    private static string Draft(string attempt, string what) => $"recording-{attempt}.{what}.part";

    private static double Seconds(WallTimeline timeline, DateTimeOffset time) => Math.Round(timeline.Offset(time).TotalSeconds, 3);

    /// <param name="Start">Seconds from the beginning of <c>recording.mp4</c>.</param>
    /// <param name="PlaylistStart">Seconds from the beginning of the playlist, which is another where a restart took more of one than of the other.</param>
    private sealed record ChapterView(double Start, double End, double PlaylistStart, string Title, string Question);
}
