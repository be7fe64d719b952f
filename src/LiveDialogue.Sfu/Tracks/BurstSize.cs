namespace LiveDialogue.Sfu.Tracks;

/// <summary>What a slot made of a burst.</summary>
/// <param name="Bytes">In the clear, headers included.</param>
/// <param name="Payload">As sent, redundancy included.</param>
/// <param name="SourcePayload">As the publisher's packets have it.</param>
internal readonly record struct BurstSize(int Packets, int Bytes, int Payload, int SourcePayload);
