namespace LiveDialogue.Sfu.Stages;

/// <summary>A connected publisher as <see cref="SlotAssignment"/> sees them.</summary>
/// <param name="Loudness">Smoothed, 0 (silence) to 127 dB above it; only differences matter.</param>
internal readonly record struct StageCandidate(PublisherId Id, bool OnAir, bool HasAudio, bool HasVideo, int Loudness)
{
    public bool Publishes(MediaKind kind) => kind == MediaKind.Audio ? HasAudio : HasVideo;
}
