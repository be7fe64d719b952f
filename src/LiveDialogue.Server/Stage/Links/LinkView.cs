namespace LiveDialogue.Server.Stage.Links;

/// <summary>How one speaker's connection fares, for moderators and hosts. No address is in it.</summary>
/// <param name="Speaker">The invite's id.</param>
/// <param name="Link">none, connecting, good or silent, as on the stage's board.</param>
/// <param name="Up">What comes from them; null while nothing is published.</param>
/// <param name="Down">What they are sent; null while they watch nothing.</param>
public sealed record LinkView(string Speaker, string Link, LinkUpView? Up, LinkDownView? Down, LinkFailureView? LastFailure)
{
    /// <summary>What the speaker's page says it sends: video, small, photos or voice; and why it isn't more.</summary>
    public string? Rung { get; init; }

    public string? RungReason { get; init; }
}

/// <param name="Path">udp, tcp, relay or unknown.</param>
/// <param name="Ipv6">The packets come by IPv6.</param>
/// <param name="RoundTripMs">Null while unknown.</param>
/// <param name="AllowedBitsPerSecond">What they are told to stay below; null: nothing is wrong.</param>
/// <param name="Lost">0..1, before repairs.</param>
/// <param name="SoundMissing">0..1 of the sound: what nothing brought back.</param>
/// <param name="QueueMs">What waits in their network.</param>
public sealed record LinkUpView(
    string Path, bool Ipv6, int? RoundTripMs, long BitsPerSecond, long? AllowedBitsPerSecond, double Lost, double SoundMissing, int JitterMs, int QueueMs)
{
    /// <summary>How the speaker's page reaches its relay: udp, tcp or tls; null where it hasn't said that there is one.</summary>
    public string? Relay { get; init; }
}

/// <param name="EstimateBitsPerSecond">What their path is thought to carry; null where nothing speaks against any rate.</param>
/// <param name="Lost">0..1.</param>
/// <param name="Pictures">Each one that is sent to them.</param>
public sealed record LinkDownView(
    string Path, bool Ipv6, int? RoundTripMs, long BitsPerSecond, long? EstimateBitsPerSecond, double Lost, IReadOnlyList<LinkPictureView> Pictures)
{
    /// <summary>As <see cref="LinkUpView.Relay"/>.</summary>
    public string? Relay { get; init; }
}

/// <param name="Of">The invite whose picture it is; null for the mixed program.</param>
/// <param name="Layer">Of the publisher's; null: none is sent.</param>
/// <param name="Why">Why it isn't a better one: best, path, calm or keyframe.</param>
public sealed record LinkPictureView(string? Of, string? Layer, string Why);

/// <param name="What">silence, moved (another address), or what ended a session: handshake-timeout, consent-lost, dtls-failed, wrong-fingerprint, faulted.</param>
/// <param name="Way">up or down.</param>
/// <param name="At">Unix milliseconds: when it was over, or now while it lasts.</param>
/// <param name="LastedMs">0 for what has no length.</param>
public sealed record LinkFailureView(string What, string Way, long At, long LastedMs);

/// <summary>Everybody's at one event.</summary>
public sealed record LinksView(string Event, IReadOnlyList<LinkView> Speakers);
