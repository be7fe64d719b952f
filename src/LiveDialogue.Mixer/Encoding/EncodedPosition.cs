namespace LiveDialogue.Mixer.Encoding;

/// <summary>How far the encoder's output has come, by the numbers of ticks and AAC frames; -1 and -2 before the first (-1 is AAC's priming).</summary>
/// <param name="EveryLayer">The last tick that all layers have.</param>
/// <param name="AnyLayer">The last tick that one of them has.</param>
/// <param name="EverySound">The last AAC frame that all sound tracks have.</param>
internal readonly record struct EncodedPosition(long EveryLayer, long AnyLayer, long EverySound)
{
    public static readonly EncodedPosition Start = new(-1, -1, -2);
}
