namespace LiveDialogue.Wire.Rtp;

/// <summary>The names of header extensions in <c>a=extmap</c>.</summary>
public static class HeaderExtensionUris
{
    /// <summary>The m-line's <c>a=mid</c>, as text (RFC 9143 §15).</summary>
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>The simulcast layer's <c>a=rid</c>, as text (RFC 8852 §3.1).</summary>
    public const string Rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /// <summary>On an RTX stream: the rid of the layer it repairs (RFC 8852 §3.2).</summary>
    public const string RepairedRid = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /// <summary>A 16-bit counter over all streams of a transport (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
    public const string TransportWideCc = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>One byte: voice flag, and the level as 0..127 below full scale in dB (RFC 6464).</summary>
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /// <summary>24 bits, 6.18 fixed-point seconds of the sender's clock (Google's abs-send-time).</summary>
    public const string AbsSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
}
