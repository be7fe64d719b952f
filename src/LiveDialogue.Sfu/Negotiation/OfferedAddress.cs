using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>One address of ours that clients may try.</summary>
/// <param name="IsStream">By TCP, to which the client connects (RFC 6544 §4.5, passive).</param>
internal readonly record struct OfferedAddress(TransportAddress Address, bool IsStream);
