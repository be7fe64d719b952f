using LiveDialogue.Mixer.Outputs.Finish;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>The mixer's own.</summary>
internal sealed class RecordingFinisher(IOptions<ProgramOptions> options, ILogger<FinishedRecording> log) : IRecordingFinisher
{
    private readonly FinishedRecording _finished = new(options.Value.Ffmpeg, log);

    public Task FinishAsync(string folder, string title, IReadOnlyList<Chapter> chapters, CancellationToken ct) => _finished.FinishAsync(
        folder,
        title,
        [.. chapters.Select(chapter => new RecordingChapter(chapter.From.ToDateTimeOffset(), chapter.To.ToDateTimeOffset(), chapter.Title, chapter.Question))],
        ct);
}
