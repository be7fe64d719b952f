using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// One codec as one m-line negotiated it. A publisher's m-line has one; a subscriber's slot has one for each codec it can be sent,
/// so that it may carry a speaker with VP8 now and one with H.264 next.
/// </summary>
internal sealed record TrackFormat
{
    public required MediaKind Kind { get; init; }

    public required TrackCodec Codec { get; init; }

    /// <summary>0..127, as the m-line's own SDP numbers it.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Of the RFC 4588 retransmissions; null where they aren't negotiated.</summary>
    public byte? RtxPayloadType { get; init; }

    /// <summary>Of the same sound with copies of what went before (RFC 2198); null where that isn't negotiated.</summary>
    public byte? RedPayloadType { get; init; }

    /// <summary>RTP ticks per second: 90,000 for video, 48,000 for Opus.</summary>
    public required int ClockRate { get; init; }

    /// <summary>The m-line's a=mid.</summary>
    public required string Mid { get; init; }

    public ExtensionIds Extensions { get; init; }

    /// <summary>a=rtcp-fb nack.</summary>
    public bool Nack { get; init; }

    /// <summary>a=rtcp-fb nack pli.</summary>
    public bool Pli { get; init; }

    /// <summary>a=rtcp-fb ccm fir; used where <see cref="Pli"/> isn't there.</summary>
    public bool Fir { get; init; }

    /// <summary>a=rtcp-fb transport-cc.</summary>
    public bool TransportCc { get; init; }

    /// <summary>a=rtcp-fb goog-remb.</summary>
    public bool Remb { get; init; }
}

internal enum TrackCodec { Opus, Vp8, H264 }

/// <summary>The numbers an m-line gave its header extensions (RFC 8285), 1..255; 0: not negotiated.</summary>
internal readonly record struct ExtensionIds(byte Mid, byte Rid, byte RepairedRid, byte TransportCc, byte AudioLevel);
