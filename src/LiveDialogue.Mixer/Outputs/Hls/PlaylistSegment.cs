namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>A segment as a media playlist names it (RFC 8216 §4.3.2).</summary>
/// <param name="Start">Wall time of its first frame.</param>
/// <param name="Map">The file with its track's headers.</param>
/// <param name="Discontinuous">Its times or its coding don't follow from the segment before.</param>
internal sealed record PlaylistSegment(string File, double Seconds, DateTimeOffset Start, string Map, bool Discontinuous);
