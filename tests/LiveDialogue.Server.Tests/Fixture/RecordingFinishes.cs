using System.Collections.Concurrent;
using LiveDialogue.Server.Programs;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>Writes empty recordings, and remembers of what.</summary>
internal sealed class RecordingFinishes : IRecordingFinisher
{
    private readonly ConcurrentQueue<(string Folder, IReadOnlyList<Chapter> Chapters)> _finished = [];

    /// <summary>Set to have the next ones fail.</summary>
    public Exception? Failure { get; set; }

    public IReadOnlyList<(string Folder, IReadOnlyList<Chapter> Chapters)> Finished => [.. _finished];

    public async Task FinishAsync(string folder, string title, IReadOnlyList<Chapter> chapters, CancellationToken ct)
    {
        if (Failure is { } failure) throw failure;
        await File.WriteAllTextAsync(Path.Combine(folder, "chapters.json"), "[]", ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "recording.mp4"), "", ct);
        _finished.Enqueue((folder, chapters));
    }
}
