namespace LiveDialogue.Sfu.Tracks;

/// <summary>Where a track puts the RTCP it makes (the peer, which protects and sends | a recording list).</summary>
internal interface IRtcpOut
{
    /// <param name="packets">One or more whole RTCP packets in the clear, at most 1,200 bytes; not kept.</param>
    void Send(ReadOnlySpan<byte> packets);
}
