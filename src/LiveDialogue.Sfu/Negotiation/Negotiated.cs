using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>The outcome of one offer.</summary>
internal abstract record Negotiated
{
    private Negotiated() { }

    /// <param name="Answer">SDP.</param>
    /// <param name="Media">The accepted m-lines, in the offer's order.</param>
    /// <param name="Fingerprints">The client's, SHA-256 only; at least one.</param>
    /// <param name="ClientUfrag">By which a later fragment shows whether it restarts ICE.</param>
    public sealed record Accepted(
        string Answer, IReadOnlyList<NegotiatedMedia> Media, IReadOnlyList<ReadOnlyMemory<byte>> Fingerprints, string ClientUfrag) : Negotiated;

    public sealed record Refused(RefusalReason Reason, string Detail) : Negotiated;
}

/// <summary>One accepted m-line.</summary>
/// <param name="Formats">A publisher's: the one chosen. A subscriber's: one for each codec the slot can carry.</param>
/// <param name="Rids">A publisher's simulcast layers; else empty.</param>
/// <param name="Ssrc">A publisher's as signalled, 0 if not; a subscriber's: ours.</param>
internal sealed record NegotiatedMedia(string Mid, MediaKind Kind, IReadOnlyList<TrackFormat> Formats, IReadOnlyList<string> Rids, uint Ssrc, uint RtxSsrc);
