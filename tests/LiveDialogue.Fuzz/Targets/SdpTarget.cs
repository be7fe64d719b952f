using System.Text;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Fuzz.Targets;

internal static class SdpTarget
{
    private const string Offer =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=extmap-allow-mixed\r\na=ice-ufrag:63OK\r\na=ice-pwd:S+1iK194Xy4u/xgYkOFCM+e/\r\n" +
        "a=fingerprint:sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33\r\n" +
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\nc=IN IP4 0.0.0.0\r\na=setup:actpass\r\na=mid:0\r\na=extmap:1/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n" +
        "a=sendonly\r\na=msid:- track\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n" +
        "a=ssrc-group:FID 1 2\r\na=ssrc:1 cname:x\r\na=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r\na=end-of-candidates\r\n" +
        "m=video 0 UDP/TLS/RTP/SAVPF 96 97\r\na=bundle-only\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:* nack pli\r\na=rid:q send pt=96\r\na=simulcast:send q;~h,f\r\n" +
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=sctp-port:5000\r\n";

    private const string Fragment =
        "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n" +
        "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\na=end-of-candidates\r\n";

    // A description is read once per join: it may allocate, in proportion to what it says. Sections and wildcards weigh most.
    public static FuzzTarget CreateSdp() => new("sdp", "sdp", [Encoding.UTF8.GetBytes(Offer)], CheckSdp) { AllocationBase = 64 * 1024, AllocationPerByte = 1024 };

    public static FuzzTarget CreateIceFragment() =>
        new("icefragment", "sdp", [Encoding.UTF8.GetBytes(Fragment)], CheckFragment) { AllocationBase = 64 * 1024, AllocationPerByte = 1024 };

    private static void CheckSdp(ReadOnlySpan<byte> input)
    {
        if (!SessionDescription.TryParse(Encoding.UTF8.GetString(input), out var description, out var error))
        {
            Property.Holds(error.Length > 0 && error[^1] == '.', "A refusal is a sentence.");
            return;
        }

        var written = SdpWriter.Write(description);
        if (!SessionDescription.TryParse(written, out var again, out error))
        {
            // Spreading wildcards and session-level values may grow a description beyond the limits.
            Property.Holds(error.Contains("KiB", StringComparison.Ordinal) || error.Contains("lines", StringComparison.Ordinal), "A written description parses.");
            return;
        }
        Property.Holds(again.Media.Count == description.Media.Count, "M-lines stay as many.");
        Property.Holds(SdpWriter.Write(again) == written, "A written description reads the same.");
    }

    private static void CheckFragment(ReadOnlySpan<byte> input)
    {
        if (!IceFragment.TryParse(Encoding.UTF8.GetString(input), out var fragment, out var error))
        {
            Property.Holds(error.Length > 0 && error[^1] == '.', "A refusal is a sentence.");
            return;
        }
        var written = IceFragment.Write(fragment);
        Property.Holds(IceFragment.TryParse(written, out var again, out _), "A written fragment parses.");
        Property.Holds(IceFragment.Write(again!) == written, "A written fragment reads the same.");          // not null: the line before threw otherwise
    }
}
