namespace LiveDialogue.Mixer.Encoding;

/// <summary>One AAC form of the program's sound.</summary>
internal sealed record SoundTrack(EncodedTrack Track, int Channels, int BitsPerSecond)
{
    /// <summary>The full sound, and the one for those who can afford 14 MB an hour.</summary>
    public static readonly IReadOnlyList<SoundTrack> All = [new(EncodedTrack.Audio, 2, 128_000), new(EncodedTrack.Radio, 1, 32_000)];
}
