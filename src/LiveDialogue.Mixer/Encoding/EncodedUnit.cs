namespace LiveDialogue.Mixer.Encoding;

/// <summary>The elementary streams that come out of the encoder.</summary>
internal enum EncodedTrack { Video720, Video360, Video180, Audio, Radio }

/// <summary>One access unit of H.264 or one frame of AAC. Immutable: outputs keep the bytes as long as they like.</summary>
/// <param name="Time">On the program's clock, which starts at one second and goes on through restarts of the encoder.</param>
/// <param name="IsKeyframe">An IDR picture; always true for audio.</param>
/// <param name="Bytes">H.264: NAL units, each after its length in 4 bytes (AVCC), without parameter sets. AAC: a raw data block.</param>
internal readonly record struct EncodedUnit(EncodedTrack Track, TimeSpan Time, bool IsKeyframe, ReadOnlyMemory<byte> Bytes);

/// <summary>What a decoder needs before the first unit of a track.</summary>
/// <param name="Configuration">H.264: AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1). AAC: AudioSpecificConfig.</param>
/// <param name="Width">0 for audio.</param>
internal sealed record TrackHeader(EncodedTrack Track, ReadOnlyMemory<byte> Configuration, int Width, int Height, int BitsPerSecond);

/// <summary>The headers of all tracks, complete; the same again after a restart of the encoder, unless its settings changed.</summary>
/// <param name="Epoch">The wall time at which the program's clock was zero.</param>
internal sealed record ProgramHeaders(IReadOnlyList<TrackHeader> Tracks, DateTimeOffset Epoch, int FramesPerSecond)
{
    public TrackHeader this[EncodedTrack track] => Tracks.First(t => t.Track == track);
}
