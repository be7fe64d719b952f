namespace LiveDialogue.Wire.Sdp;

/// <summary>One m-line and what belongs to it. What the session level says of ICE, DTLS, direction and extensions is already applied.</summary>
public sealed record MediaDescription
{
    /// <summary><c>audio</c>, <c>video</c>, <c>application</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>9 for "see the candidates"; 0 for a rejected m-line, or a bundled one with <see cref="IsBundleOnly"/>.</summary>
    public int Port { get; init; } = 9;

    /// <summary><c>UDP/TLS/RTP/SAVPF</c> for all WebRTC media.</summary>
    public string Protocol { get; init; } = "UDP/TLS/RTP/SAVPF";

    /// <summary>The last words of the m-line where they aren't payload types: <c>webrtc-datachannel</c>.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>0..127, in order of preference, each once.</summary>
    public IReadOnlyList<byte> PayloadTypes { get; init; } = [];

    /// <summary>Empty only where the description has no BUNDLE and no mids.</summary>
    public string Mid { get; init; } = "";
    public MediaDirection Direction { get; init; }
    public IReadOnlyDictionary<byte, RtpMap> RtpMaps { get; init; } = new Dictionary<byte, RtpMap>();

    /// <summary><c>a=fmtp</c> as written; see <see cref="FormatParameter"/>.</summary>
    public IReadOnlyDictionary<byte, string> FormatParameters { get; init; } = new Dictionary<byte, string>();

    /// <summary><c>a=rtcp-fb</c>: <c>nack</c>, <c>nack pli</c>, <c>ccm fir</c>, <c>goog-remb</c>, <c>transport-cc</c> … A <c>*</c> is spread over all types.</summary>
    public IReadOnlyDictionary<byte, IReadOnlyList<string>> Feedback { get; init; } = new Dictionary<byte, IReadOnlyList<string>>();
    public IReadOnlyList<ExtMap> ExtMaps { get; init; } = [];
    public IReadOnlyList<RidDescription> Rids { get; init; } = [];
    public SimulcastDescription? Simulcast { get; init; }

    /// <summary>4..256 ice-chars; null when absent. Comes with <see cref="IcePwd"/>.</summary>
    public string? IceUfrag { get; init; }

    /// <summary>22..256 ice-chars; null when absent.</summary>
    public string? IcePwd { get; init; }

    /// <summary>The strongest one we can check, where several are given: SHA-256 before the others.</summary>
    public CertificateFingerprint? Fingerprint { get; init; }
    public DtlsSetup? Setup { get; init; }
    public bool RtcpMux { get; init; }
    public bool RtcpRsize { get; init; }
    public bool IsBundleOnly { get; init; }
    public IReadOnlyList<IceCandidate> Candidates { get; init; } = [];
    public bool EndOfCandidates { get; init; }
    public IReadOnlyList<SsrcAttribute> Ssrcs { get; init; } = [];
    public IReadOnlyList<SsrcGroup> SsrcGroups { get; init; } = [];
    public MediaStreamId? Msid { get; init; }

    /// <summary>Lines without a property, in their order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>Rejected, and not merely bundled into another (RFC 9143 §6).</summary>
    public bool IsRejected => Port == 0 && !IsBundleOnly;

    /// <returns>One parameter of <c>a=fmtp</c>, such as <c>apt</c> or <c>profile-level-id</c>; null when absent. Names are compared without case.</returns>
    public string? FormatParameter(byte payloadType, string name)
    {
        if (!FormatParameters.TryGetValue(payloadType, out var parameters)) return null;

        foreach (var range in parameters.AsSpan().Split(';'))
        {
            var parameter = parameters.AsSpan(range).Trim();
            var equals = parameter.IndexOf('=');
            var key = (equals < 0 ? parameter : parameter[..equals]).TrimEnd();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : parameter[(equals + 1)..].Trim().ToString();
        }
        return null;
    }
}
