namespace LiveDialogue.Sfu.Stages;

/// <summary>What comes from one publisher, measured where it arrives.</summary>
/// <param name="ReceivedBitsPerSecond">Everything over the last second: sound, picture, redundancy, repairs and padding.</param>
/// <param name="AllowedBitsPerSecond">What the publisher is told to stay below (REMB); null while nothing is wrong with the path.</param>
/// <param name="FractionLost">0..1 of the last second's packets, as the path lost them: before redundancy and repairs.</param>
/// <param name="SoundMissing">0..1 of the sound of two seconds ago: what neither redundancy nor repairs brought back.</param>
/// <param name="SoundRestored">Packets of sound that redundancy (RFC 2198) brought back since the session began.</param>
/// <param name="Jitter">Of the sound (RFC 3550 §6.4.1).</param>
/// <param name="Queue">How much longer the sound is under way than at its best of late: what waits in the publisher's network.</param>
public sealed record UplinkReading(
    long ReceivedBitsPerSecond, long? AllowedBitsPerSecond, double FractionLost, double SoundMissing, long SoundRestored, TimeSpan Jitter, TimeSpan Queue);
