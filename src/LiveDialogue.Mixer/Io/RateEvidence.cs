namespace LiveDialogue.Mixer.Io;

/// <summary>What was seen of a program's ticks in two seconds.</summary>
/// <param name="Behind">Ticks that began when the next one was due too.</param>
/// <param name="Standstills">Runs of such ticks.</param>
/// <param name="Backlogged">Ticks at which more than <see cref="RateGovernor.MostBacklog"/> pictures waited for the encoder.</param>
internal readonly record struct RateEvidence(int Ticks, int Behind, int Standstills, int Backlogged);
