namespace LiveDialogue.Server.Programs;

/// <summary>Makes the finished recording of what a closed program left in its folder.</summary>
internal interface IRecordingFinisher
{
    /// <summary>Writes <c>recording.mp4</c>, <c>chapters.json</c> and the finished playlists. Safe to repeat; what it didn't finish isn't there.</summary>
    Task FinishAsync(string folder, string title, IReadOnlyList<Chapter> chapters, CancellationToken ct);
}
