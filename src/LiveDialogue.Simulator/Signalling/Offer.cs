using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Signalling;

/// <summary>Writes the offers of simulated peers, in the shape browsers give them (RFC 8829).</summary>
internal sealed class Offer
{
    internal const byte Opus = 111;
    internal const byte Vp8 = 96;
    internal const byte Vp8Repair = 97;

    private readonly StringBuilder _text = new();
    private readonly IceCredentials _ice;
    private readonly string _fingerprint;

    private Offer(IceCredentials ice, ReadOnlySpan<byte> fingerprint, int mediaCount)
    {
        _ice = ice;
        _fingerprint = string.Join(':', fingerprint.ToArray().Select(b => $"{b:X2}"));
        Line("v=0");
        Line($"o=- {RandomNumberGenerator.GetInt32(int.MaxValue)} 2 IN IP4 127.0.0.1");
        Line("s=-");
        Line("t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', Enumerable.Range(0, mediaCount))}");
        Line("a=extmap-allow-mixed");
    }

    internal static string ForPublisher(IceCredentials ice, ReadOnlySpan<byte> fingerprint, PublisherSsrcs ssrcs)
    {
        var offer = new Offer(ice, fingerprint, mediaCount: 2);
        offer.Audio(0, "sendonly");
        offer.Line("a=msid:simulator sound");
        offer.Line($"a=ssrc:{ssrcs.Audio} cname:simulator");
        offer.Video(1, "sendonly");
        offer.Line("a=msid:simulator picture");
        offer.Line($"a=ssrc-group:FID {ssrcs.Video} {ssrcs.Repair}");
        offer.Line($"a=ssrc:{ssrcs.Video} cname:simulator");
        offer.Line($"a=ssrc:{ssrcs.Repair} cname:simulator");
        return offer._text.ToString();
    }

    internal static string ForViewer(IceCredentials ice, ReadOnlySpan<byte> fingerprint, int audioSlots, int videoSlots)
    {
        var offer = new Offer(ice, fingerprint, audioSlots + videoSlots);
        for (var i = 0; i < audioSlots; i++) offer.Audio(i, "recvonly");
        for (var i = 0; i < videoSlots; i++) offer.Video(audioSlots + i, "recvonly");
        return offer._text.ToString();
    }

    private void Audio(int mid, string direction)
    {
        Line($"m=audio 9 UDP/TLS/RTP/SAVPF {Opus}");
        Transport(mid, direction);
        Line($"a=extmap:1 {HeaderExtensionUris.AudioLevel}");
        Line($"a=rtpmap:{Opus} opus/48000/2");
        Line($"a=rtcp-fb:{Opus} transport-cc");
        Line($"a=fmtp:{Opus} minptime=10;useinbandfec=1");
    }

    private void Video(int mid, string direction)
    {
        Line($"m=video 9 UDP/TLS/RTP/SAVPF {Vp8} {Vp8Repair}");
        Transport(mid, direction);
        Line($"a=rtpmap:{Vp8} VP8/90000");
        Line($"a=rtcp-fb:{Vp8} goog-remb");
        Line($"a=rtcp-fb:{Vp8} transport-cc");
        Line($"a=rtcp-fb:{Vp8} ccm fir");
        Line($"a=rtcp-fb:{Vp8} nack");
        Line($"a=rtcp-fb:{Vp8} nack pli");
        Line($"a=rtpmap:{Vp8Repair} rtx/90000");
        Line($"a=fmtp:{Vp8Repair} apt={Vp8}");
    }

    private void Transport(int mid, string direction)
    {
        Line("c=IN IP4 0.0.0.0");
        Line("a=rtcp:9 IN IP4 0.0.0.0");
        Line($"a=ice-ufrag:{_ice.Ufrag}");
        Line($"a=ice-pwd:{_ice.Password}");
        Line("a=ice-options:trickle");
        Line($"a=fingerprint:sha-256 {_fingerprint}");
        Line("a=setup:actpass");
        Line($"a=mid:{mid}");
        Line($"a=extmap:3 {HeaderExtensionUris.TransportWideCc}");
        Line($"a=extmap:4 {HeaderExtensionUris.Mid}");
        Line($"a={direction}");
        Line("a=rtcp-mux");
        Line("a=rtcp-rsize");
    }

    private void Line(string line) => _text.Append(line).Append("\r\n");
}

/// <summary>The sources of one publisher.</summary>
internal sealed record PublisherSsrcs(uint Audio, uint Video, uint Repair)
{
    internal static PublisherSsrcs New() => new(Random(), Random(), Random());

    private static uint Random() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) | 1;
}
