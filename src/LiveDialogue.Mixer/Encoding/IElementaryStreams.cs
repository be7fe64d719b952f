namespace LiveDialogue.Mixer.Encoding;

/// <summary>Told what came out of the encoder. A track's calls come in order; those of different tracks at the same time.</summary>
internal interface IElementaryStreams
{
    void Header(EncodedTrack track, ReadOnlyMemory<byte> configuration);

    /// <param name="time">On the program's clock, rounded to milliseconds by the container.</param>
    void Unit(EncodedTrack track, TimeSpan time, bool isKeyframe, ReadOnlyMemory<byte> bytes);
}
