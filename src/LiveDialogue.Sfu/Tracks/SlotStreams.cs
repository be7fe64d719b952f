namespace LiveDialogue.Sfu.Tracks;

/// <summary>What one slot's outgoing RTP streams are called: the same for the whole session, whoever fills the slot.</summary>
/// <param name="RtxSsrc">Used where the slot's format has an RTX payload type.</param>
/// <param name="FirstSequence">Random (RFC 3550 §5.1), as are the next two.</param>
/// <param name="Cname">Of the source descriptions: one for all slots of the viewer.</param>
internal readonly record struct SlotStreams(uint Ssrc, uint RtxSsrc, ushort FirstSequence, ushort FirstRtxSequence, uint FirstTimestamp, string Cname);
