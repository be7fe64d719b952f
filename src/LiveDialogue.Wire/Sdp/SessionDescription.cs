using System.Diagnostics.CodeAnalysis;

namespace LiveDialogue.Wire.Sdp;

/// <summary>
/// A session description (RFC 8866) as WebRTC uses it (RFC 8829): read once per negotiation, or composed and given to
/// <see cref="SdpWriter"/>.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>What follows <c>o=</c>: user, session id, version, network, family, address. The version grows by one per new description.</summary>
    public string Origin { get; init; } = "- 0 0 IN IP4 127.0.0.1";

    /// <summary>The mids of <c>a=group:BUNDLE</c>, in its order; empty without one.</summary>
    public IReadOnlyList<string> BundleMids { get; init; } = [];

    /// <summary>The writer answers checks and sends none (RFC 8445 §2.5).</summary>
    public bool IsIceLite { get; init; }

    /// <summary>One-byte and two-byte header extensions may alternate (RFC 8285 §6).</summary>
    public bool ExtMapAllowMixed { get; init; }

    /// <summary>Session-level <c>a=</c> lines without a property, such as <c>ice-options</c>, in their order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>The m-lines. Their position is part of the negotiation: an answer has the same number in the same order.</summary>
    public IReadOnlyList<MediaDescription> Media { get; init; } = [];

    /// <summary>
    /// Reads a description. Lenient where a browser is: a malformed line about codecs, extensions, layers, sources or candidates is left out.
    /// Strict about structure, credentials, fingerprint and mids.
    /// </summary>
    /// <param name="text">At most 256 KiB and 4,096 lines.</param>
    /// <param name="error">On false: one English sentence for the developer at the other end.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? description, [NotNullWhen(false)] out string? error) =>
        SdpParser.TryParse(text, out description, out error);
}
