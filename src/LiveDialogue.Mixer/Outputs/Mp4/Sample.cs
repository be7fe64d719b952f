namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <param name="Time">When it is decoded and shown, in the track's timescale: no picture is shown out of order.</param>
internal readonly record struct Sample(long Time, bool IsSync, ReadOnlyMemory<byte> Bytes);
