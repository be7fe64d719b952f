namespace LiveDialogue.Sfu.Stages;

/// <summary>A connected publisher, or the screen they share, as <see cref="SlotAssignment"/> sees them.</summary>
/// <param name="Loudness">Smoothed, 0 (silence) to 127 dB above it; only differences matter.</param>
internal readonly record struct StageCandidate(PublisherId Id, bool OnAir, bool HasAudio, bool HasVideo, int Loudness)
{
    public bool HasScreen { get; init; }

    /// <summary>The screen itself: a candidate for picture slots beside its publisher.</summary>
    public bool IsScreen { get; init; }

    public StageSource Source => new(Id, IsScreen);

    public bool Publishes(MediaKind kind) => IsScreen || (kind == MediaKind.Audio ? HasAudio : HasVideo);
}

/// <summary>What a slot holds.</summary>
/// <param name="IsScreen">Their shared screen; else they themselves.</param>
internal readonly record struct StageSource(PublisherId Publisher, bool IsScreen = false)
{
    public static readonly StageSource Program = new(PublisherId.Program);
}
