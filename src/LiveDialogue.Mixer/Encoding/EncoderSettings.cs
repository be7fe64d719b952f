namespace LiveDialogue.Mixer.Encoding;

/// <param name="RunFolder">Exists, and is ours alone; a short path.</param>
/// <param name="Patient">See <see cref="EncoderFeed"/>.</param>
internal sealed record EncoderSettings(string FfmpegPath, string RunFolder, int FramesPerSecond, bool Patient = false);
