using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>When something was captured, by the two clocks we can tell it by.</summary>
/// <param name="SenderMicroseconds">By the sender's own clock; 0 while unknown.</param>
/// <param name="Arrival">When its last packet came, by ours.</param>
internal readonly record struct CaptureTime(long SenderMicroseconds, MonoTime Arrival);
