using System.Diagnostics.CodeAnalysis;

namespace LiveDialogue.Wire.Sdp;

/// <summary>Gathers the attributes of the session or of one m-line while they are read.</summary>
internal sealed class SdpSection
{
    private const int MaxFormats = 256;
    private const int MaxFeedbackPerType = 32;

    private readonly Dictionary<byte, RtpMap> _rtpMaps = [];
    private readonly Dictionary<byte, string> _formatParameters = [];
    private readonly Dictionary<byte, IReadOnlyList<string>> _feedback = [];
    private readonly List<string> _feedbackForAll = [];
    private readonly List<ExtMap> _extMaps = [];
    private readonly List<RidDescription> _rids = [];
    private readonly List<IceCandidate> _candidates = [];
    private readonly List<SsrcAttribute> _ssrcs = [];
    private readonly List<SsrcGroup> _ssrcGroups = [];
    private readonly List<SdpAttribute> _attributes = [];
    private readonly List<string> _formats = [];
    private readonly List<byte> _payloadTypes = [];
    private string _kind = "";
    private int _port;
    private string _protocol = "";
    private MediaDirection? _direction;
    private string? _iceUfrag;
    private string? _icePwd;
    private CertificateFingerprint? _fingerprint;
    private DtlsSetup? _setup;
    private SimulcastDescription? _simulcast;
    private MediaStreamId? _msid;
    private bool _rtcpMux;
    private bool _rtcpRsize;
    private bool _bundleOnly;
    private bool _endOfCandidates;

    public string Mid { get; private set; } = "";
    public bool IsIceLite { get; private set; }
    public bool ExtMapAllowMixed { get; private set; }
    public List<string> BundleMids { get; } = [];
    public IReadOnlyList<SdpAttribute> Attributes => _attributes;

    // <kind> <port>["/" count] <protocol> <format> …
    public static bool TryStart(ReadOnlySpan<char> line, SdpSection session, [NotNullWhen(true)] out SdpSection? section)
    {
        section = null;
        var kind = SdpText.TakeWord(ref line);
        var port = SdpText.TakeWord(ref line);
        var protocol = SdpText.TakeWord(ref line);
        if (port.IndexOf('/') is > 0 and var slash) port = port[..slash];
        if (!SdpText.IsToken(kind) || !SdpText.TryNumber(port, ushort.MaxValue, out var portNumber) || protocol.IsEmpty) return false;

        var started = new SdpSection
        {
            _kind = kind.ToString(),
            _port = portNumber,
            _protocol = protocol.ToString(),
            _direction = session._direction,
            ExtMapAllowMixed = session.ExtMapAllowMixed,
        };
        if (!started.TakeFormats(line, isRtp: protocol.Contains("RTP/", StringComparison.Ordinal))) return false;

        section = started;
        return true;
    }

    /// <summary>Reads one <c>a=</c> line.</summary>
    /// <returns>What is wrong with it, to follow "Line N"; null when all is well or the line is one to leave out.</returns>
    public string? Take(ReadOnlySpan<char> line)
    {
        var colon = line.IndexOf(':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        switch (name)
        {
            case "mid": return TakeMid(value);
            case "group": return TakeGroup(value);
            case "ice-ufrag": return SdpText.IsUfrag(value) ? Set(ref _iceUfrag, value) : "is not an ice-ufrag of 4 to 256 letters, digits, '+' or '/'";
            case "ice-pwd": return SdpText.IsPassword(value) ? Set(ref _icePwd, value) : "is not an ice-pwd of 22 to 256 letters, digits, '+' or '/'";
            case "fingerprint": return TakeFingerprint(value);
            case "setup": return (_setup = SdpText.Setup(value)) is null ? "has a setup role that does not exist" : null;
            case "rtpmap": TakeRtpMap(value); break;
            case "fmtp": TakeFormatParameters(value); break;
            case "rtcp-fb": TakeFeedback(value); break;
            case "extmap": TakeExtMap(value); break;
            case "rid": Add(_rids, RidDescription.Parse(value)); break;
            case "simulcast": _simulcast ??= SimulcastDescription.Parse(value); break;
            case "candidate": Add(_candidates, IceCandidate.Parse(value)); break;
            case "ssrc": Add(_ssrcs, SsrcAttribute.Parse(value)); break;
            case "ssrc-group": Add(_ssrcGroups, SsrcGroup.Parse(value)); break;
            case "msid": _msid ??= MediaStreamId.Parse(value); break;
            case "sendrecv" or "sendonly" or "recvonly" or "inactive": _direction = SdpText.Direction(name); break;
            default:
                if (!TakeFlag(name)) Add(_attributes, SdpText.IsToken(name) ? new(name.ToString(), colon < 0 ? null : value.ToString()) : null);
                break;
        }
        return null;
    }

    public MediaDescription ToMedia(SdpSection session)
    {
        // Credentials come in pairs from one level (RFC 8839 §5.4).
        var credentials = _iceUfrag is null && _icePwd is null ? session : this;
        foreach (var payloadType in _payloadTypes)
        {
            foreach (var feedback in _feedbackForAll) AddFeedback(payloadType, feedback);
        }
        return new MediaDescription
        {
            Kind = _kind,
            Port = _port,
            Protocol = _protocol,
            Formats = _formats,
            PayloadTypes = _payloadTypes,
            Mid = Mid,
            Direction = _direction ?? MediaDirection.SendReceive,
            RtpMaps = _rtpMaps,
            FormatParameters = _formatParameters,
            Feedback = _feedback,
            ExtMaps = WithExtMapsOf(session),
            Rids = _rids,
            Simulcast = _simulcast,
            IceUfrag = credentials._iceUfrag,
            IcePwd = credentials._icePwd,
            Fingerprint = _fingerprint ?? session._fingerprint,
            Setup = _setup ?? session._setup,
            RtcpMux = _rtcpMux,
            RtcpRsize = _rtcpRsize,
            IsBundleOnly = _bundleOnly,
            Candidates = _candidates,
            EndOfCandidates = _endOfCandidates || session._endOfCandidates,
            Ssrcs = _ssrcs,
            SsrcGroups = _ssrcGroups,
            Msid = _msid,
            Attributes = _attributes,
        };
    }

    private static string? Set(ref string? field, ReadOnlySpan<char> value)
    {
        field = value.ToString();
        return null;
    }

    private static void Add<T>(List<T> list, T? parsed)
        where T : class
    {
        if (parsed is not null) list.Add(parsed);
    }

    private bool TakeFormats(ReadOnlySpan<char> line, bool isRtp)
    {
        for (var count = 0; !line.IsEmpty; count++)
        {
            var format = SdpText.TakeWord(ref line);
            if (format.IsEmpty) continue;
            if (count == MaxFormats) return false;
            if (!isRtp) _formats.Add(format.ToString());
            else if (!SdpText.TryNumber(format, 127, out var payloadType)) return false;
            else if (!_payloadTypes.Contains((byte)payloadType)) _payloadTypes.Add((byte)payloadType);
        }
        return true;
    }

    private string? TakeMid(ReadOnlySpan<char> value)
    {
        if (!SdpText.IsToken(value)) return "is not a mid";
        Mid = value.ToString();
        return null;
    }

    private string? TakeGroup(ReadOnlySpan<char> value)
    {
        if (SdpText.TakeWord(ref value) is not "BUNDLE" || BundleMids.Count > 0) return null;      // LS and others don't concern us
        while (!value.IsEmpty)
        {
            var mid = SdpText.TakeWord(ref value);
            if (mid.IsEmpty) continue;
            if (!SdpText.IsToken(mid)) return "names a mid that cannot be one";
            BundleMids.Add(mid.ToString());
        }
        return null;
    }

    private string? TakeFingerprint(ReadOnlySpan<char> value)
    {
        if (CertificateFingerprint.Parse(value) is not { } fingerprint) return "is not a fingerprint";
        if (_fingerprint is null || fingerprint.Algorithm == "sha-256") _fingerprint = fingerprint;
        return null;
    }

    private void TakeRtpMap(ReadOnlySpan<char> value)
    {
        if (TakePayloadType(ref value) is { } payloadType && RtpMap.Parse(value) is { } map) _rtpMaps[payloadType] = map;
    }

    private void TakeFormatParameters(ReadOnlySpan<char> value)
    {
        if (TakePayloadType(ref value) is { } payloadType && !value.IsEmpty) _formatParameters[payloadType] = value.ToString();
    }

    private void TakeFeedback(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("* ", StringComparison.Ordinal))
        {
            if (_feedbackForAll.Count < MaxFeedbackPerType) _feedbackForAll.Add(value[2..].Trim().ToString());
        }
        else if (TakePayloadType(ref value) is { } payloadType)
        {
            AddFeedback(payloadType, value.Trim().ToString());
        }
    }

    private void AddFeedback(byte payloadType, string feedback)
    {
        if (!_feedback.TryGetValue(payloadType, out var known)) _feedback[payloadType] = known = new List<string>();
        var list = (List<string>)known;                                     // only ever a list: see the line above
        if (feedback.Length > 0 && list.Count < MaxFeedbackPerType && !list.Contains(feedback)) list.Add(feedback);
    }

    // The first line of an id holds: ids are what packets carry, and there are 255 of them.
    private void TakeExtMap(ReadOnlySpan<char> value)
    {
        if (ExtMap.Parse(value) is { } map && !_extMaps.Exists(known => known.Id == map.Id)) _extMaps.Add(map);
    }

    private List<ExtMap> WithExtMapsOf(SdpSection session)
    {
        if (session._extMaps.Count == 0) return _extMaps;
        return [.. _extMaps, .. session._extMaps.FindAll(map => !_extMaps.Exists(known => known.Id == map.Id))];
    }

    private byte? TakePayloadType(ref ReadOnlySpan<char> value)
    {
        if (!SdpText.TryNumber(SdpText.TakeWord(ref value), 127, out var payloadType)) return null;
        return _payloadTypes.Contains((byte)payloadType) ? (byte)payloadType : null;       // a line about a type the m-line doesn't offer
    }

    private bool TakeFlag(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "rtcp-mux": return _rtcpMux = true;
            case "rtcp-rsize": return _rtcpRsize = true;
            case "bundle-only": return _bundleOnly = true;
            case "end-of-candidates": return _endOfCandidates = true;
            case "ice-lite": return IsIceLite = true;
            case "extmap-allow-mixed": return ExtMapAllowMixed = true;
            default: return false;
        }
    }
}
