namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>What a program's folder has.</summary>
/// <param name="IsRecorded">There is something to finish, or it was finished.</param>
/// <param name="IsFinished"><c>recording.mp4</c> and <c>chapters.json</c> are there and whole.</param>
/// <param name="Bytes">Of <c>recording.mp4</c>; 0 while there is none.</param>
public sealed record RecordingState(bool IsRecorded, bool IsFinished, long Bytes)
{
    /// <summary>Never throws for a folder that isn't there.</summary>
    public static RecordingState Of(string folder)
    {
        var recording = new FileInfo(Path.Combine(folder, FinishedRecording.RecordingFile));
        var isRecorded = recording.Exists || (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "rec-*.mp4").Any());
        var isFinished = recording.Exists && File.Exists(Path.Combine(folder, FinishedRecording.ChaptersFile));
        return new(isRecorded, isFinished, recording.Exists ? recording.Length : 0);
    }
}
