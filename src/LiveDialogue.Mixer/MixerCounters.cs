namespace LiveDialogue.Mixer;

/// <summary>What the mixer counted since its start.</summary>
/// <param name="Ticks">Frames due by the program's clock.</param>
/// <param name="LateTicks">Of those, begun more than 5 ms after they were due.</param>
/// <param name="EncoderRestarts">Encoders that died and were started again.</param>
public readonly record struct MixerCounters(long Ticks, long LateTicks, long EncoderRestarts);
