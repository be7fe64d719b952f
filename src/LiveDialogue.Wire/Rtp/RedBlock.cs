namespace LiveDialogue.Wire.Rtp;

/// <summary>One block of a redundant payload.</summary>
/// <param name="PayloadType">0..127.</param>
/// <param name="TimestampOffset">How much older than the packet it is, in ticks of its clock: 0..16383; 0 for the primary.</param>
/// <param name="Start">Of its bytes within the payload.</param>
public readonly record struct RedBlock(byte PayloadType, int TimestampOffset, int Start, int Length);
