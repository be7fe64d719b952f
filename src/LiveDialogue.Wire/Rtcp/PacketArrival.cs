using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>One packet's fate in a <see cref="TransportFeedback"/>.</summary>
/// <param name="Sequence">The transport-wide number.</param>
/// <param name="DeltaMicroseconds">
/// Since the packet received before it in the message, for the first since the reference time; a multiple of 250, -8192000..8191750;
/// 0 when not received.
/// </param>
public readonly record struct PacketArrival(SequenceNumber Sequence, bool Received, int DeltaMicroseconds);
