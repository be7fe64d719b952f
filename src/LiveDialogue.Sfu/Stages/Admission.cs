namespace LiveDialogue.Sfu.Stages;

/// <summary>The outcome of a WHIP or WHEP offer.</summary>
public abstract record Admission
{
    private Admission() { }

    /// <param name="Answer">SDP, with all our candidates.</param>
    /// <param name="ETag">Of the ICE session (RFC 9725 §4.3.1), quotes included.</param>
    public sealed record Accepted(SessionId Session, string Answer, string ETag) : Admission;

    /// <param name="Detail">A sentence for the client's developer; no secrets, nothing of the offer repeated.</param>
    public sealed record Refused(RefusalReason Reason, string Detail) : Admission;
}

public enum RefusalReason
{
    /// <summary>Not SDP, or without what WebRTC needs (ICE, fingerprint, rtcp-mux, BUNDLE): 400.</summary>
    MalformedOffer,

    /// <summary>No codec, profile or direction in common: 422.</summary>
    NothingInCommon,

    /// <summary>The node has as many peers as it may: 503.</summary>
    Full,

    /// <summary>The session named isn't there (any more): 404.</summary>
    NoSuchSession,

    /// <summary>The fragment's If-Match isn't the session's ICE: 412.</summary>
    StaleIce,
}
