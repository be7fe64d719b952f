namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>A stretch of the program that has a name.</summary>
/// <param name="Start">Wall time; mapped to the recording's time, in which pauses of the program are left out.</param>
/// <param name="Title">Of one line; shown by players.</param>
/// <param name="Question">Its id.</param>
public sealed record RecordingChapter(DateTimeOffset Start, DateTimeOffset End, string Title, string Question);
