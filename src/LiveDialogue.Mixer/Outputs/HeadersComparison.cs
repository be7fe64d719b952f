using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs;

internal static class HeadersComparison
{
    /// <summary>True when a decoder that was set up with one can go on with the other: a restarted encoder with the same settings.</summary>
    public static bool SameCoding(this ProgramHeaders one, ProgramHeaders other) =>
        one.FramesPerSecond == other.FramesPerSecond
        && one.Tracks.Count == other.Tracks.Count
        && one.Tracks.All(track => other.Tracks.Any(o => o.Track == track.Track && o.Width == track.Width && o.Height == track.Height
            && o.Configuration.Span.SequenceEqual(track.Configuration.Span)));
}
