using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Negotiation;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Tests.Negotiation;

public sealed class NegotiateTests
{
    private static readonly LocalTransport Local = new(
        new IceCredentials("OurUfrag", "OurPasswordOf24Character"), Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(),
        [new(TransportAddress.FromIPv4(0x7F000001, 5081), IsStream: false), new(TransportAddress.FromIPv4(0xC0000201, 5081), IsStream: false)], SdpSession: 4242, FirstSsrc: 1000);

    [Theory]
    [InlineData("chromium-publisher-simulcast")]
    [InlineData("aiortc-publisher")]
    [InlineData("obs-publisher")]
    [InlineData("gstreamer-publisher")]
    [InlineData("sipsorcery-publisher")]
    public void The_answer_to_a_publisher_is_as_agreed(string offer) => Snapshot.Verify(Publisher(Offers.Read(offer)).Answer, offer);

    [Theory]
    [InlineData("chromium-subscriber")]
    [InlineData("aiortc-subscriber")]
    [InlineData("firefox-subscriber")]
    public void The_answer_to_a_subscriber_is_as_agreed(string offer) => Snapshot.Verify(Subscriber(Offers.Read(offer)).Answer, offer);

    [Fact]
    public void Simulcast_layers_come_in_the_order_of_the_offer()
    {
        var video = Publisher(Offers.ChromiumPublisher).Media[1];

        Assert.Equal(["q", "h", "f"], video.Rids);
        Assert.Equal(0u, video.Ssrc);
        Assert.Equal((TrackCodec.Vp8, (byte)96, (byte?)97), (video.Formats[0].Codec, video.Formats[0].PayloadType, video.Formats[0].RtxPayloadType));
        Assert.Equal(new ExtensionIds(Mid: 4, Rid: 10, RepairedRid: 11, TransportCc: 3, AudioLevel: 0), video.Formats[0].Extensions);
    }

    [Fact]
    public void A_publisher_without_rids_is_known_by_its_signalled_ssrcs()
    {
        var media = Publisher(Offers.Read("aiortc-publisher")).Media;

        Assert.Equal(4151215733u, media[0].Ssrc);
        Assert.Equal((2931684460u, 743140298u), (media[1].Ssrc, media[1].RtxSsrc));
    }

    [Fact]
    public void Each_slot_has_ssrcs_and_a_stream_of_its_own_and_a_format_for_each_codec()
    {
        var accepted = Subscriber(Offers.ChromiumSubscriber);
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);

        Assert.Equal(["0", "1", "2", "3", "4"], accepted.Media.Select(m => m.Mid));
        Assert.Equal(10, accepted.Media.SelectMany(m => new[] { m.Ssrc, m.RtxSsrc }).Distinct().Count());
        Assert.Equal(5, answer.Media.Select(m => m.Msid).Distinct().Count());
        Assert.All(accepted.Media.Where(m => m.Kind == MediaKind.Video), m => Assert.Equal([TrackCodec.Vp8, TrackCodec.H264], m.Formats.Select(f => f.Codec)));
    }

    [Fact]
    public void One_picture_and_one_sound_are_one_stream_so_that_a_browser_keeps_them_in_step()
    {
        Assert.True(SessionDescription.TryParse(Offers.ChromiumSubscriber, out var offer, out _));
        var (sound, picture) = (offer.Media.First(m => m.Kind == "audio"), offer.Media.First(m => m.Kind == "video"));
        var both = offer with { Media = [sound, picture], BundleMids = [sound.Mid, picture.Mid] };
        var accepted = Subscriber(SdpWriter.Write(both));
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);

        Assert.Single(answer.Media.Select(m => m.Msid!.Stream).Distinct());
        Assert.Equal(2, answer.Media.Select(m => m.Msid!.Track).Distinct().Count());
    }

    [Fact]
    public void Of_several_h264_profiles_constrained_baseline_is_taken()
    {
        var h264 = Subscriber(Offers.ChromiumSubscriber).Media[1].Formats[1];
        Assert.True(SessionDescription.TryParse(Offers.ChromiumSubscriber, out var offer, out _));

        Assert.Equal("42e01f", offer.Media[1].FormatParameter(h264.PayloadType, "profile-level-id"));
        Assert.Equal("1", offer.Media[1].FormatParameter(h264.PayloadType, "packetization-mode"));
    }

    [Fact]
    public void An_address_by_tcp_is_passive_and_comes_after_every_udp_one()
    {
        var address = TransportAddress.FromIPv4(0xC0000201, 5081);
        var candidates = AnswerMedia.Candidates([new(address, IsStream: false), new(address, IsStream: true)]);
        Assert.Equal("1 1 udp 2130706431 192.0.2.1 5081 typ host", candidates[0].ToString());
        Assert.Equal("2 1 tcp 1520434943 192.0.2.1 5081 typ host tcptype passive", candidates[1].ToString());    // 90, then 4 << 13 | 8190
    }

    [Fact]
    public void An_ipv6_address_stands_bare_in_its_candidates_by_udp_and_by_tcp()
    {
        var address = TransportAddress.From(new(System.Net.IPAddress.Parse("2001:db8::7"), 5081));
        var candidates = AnswerMedia.Candidates([new(address, IsStream: false), new(address, IsStream: true)]);
        Assert.Equal("1 1 udp 2130706431 2001:db8::7 5081 typ host", candidates[0].ToString());                   // RFC 8839 §5.1: no brackets
        Assert.Equal("2 1 tcp 1520434943 2001:db8::7 5081 typ host tcptype passive", candidates[1].ToString());   // RFC 6544 §4.5

        var local = new LocalTransport(IceCredentials.Random(), new byte[32], [new(address, IsStream: false), new(address, IsStream: true)], 1, 1);
        var accepted = Assert.IsType<Negotiated.Accepted>(Negotiate.Publisher(Offers.ChromiumPublisher, new(), local));
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);
        Assert.Equal(candidates, answer.Media[0].Candidates);
    }

    [Fact]
    public void An_m_line_we_cannot_carry_is_refused_in_its_place_and_the_candidates_move_to_the_first_that_we_can()
    {
        var offer = Offers.ChromiumPublisher.Replace("opus/48000/2", "speex/48000/2", StringComparison.Ordinal);
        var accepted = Publisher(offer);
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);

        Assert.Equal([0, 9], answer.Media.Select(m => m.Port));
        Assert.Equal(["1"], answer.BundleMids);
        Assert.Equal([0, 2], answer.Media.Select(m => m.Candidates.Count));
        Assert.Equal("video", Assert.Single(accepted.Media).Kind.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("a=rtcp-mux\r\n", "", RefusalReason.MalformedOffer)]
    [InlineData("a=group:BUNDLE 0 1\r\n", "", RefusalReason.MalformedOffer)]
    [InlineData("a=fingerprint:sha-256", "a=fingerprnt:sha-256", RefusalReason.MalformedOffer)]
    [InlineData("a=ice-ufrag", "a=ice-uffrag", RefusalReason.MalformedOffer)]
    [InlineData("a=setup:actpass", "a=setup:passive", RefusalReason.NothingInCommon)]
    [InlineData("a=sendonly", "a=recvonly", RefusalReason.NothingInCommon)]
    [InlineData("a=extmap-allow-mixed", "a=ice-lite", RefusalReason.NothingInCommon)]
    [InlineData("v=0", "hello", RefusalReason.MalformedOffer)]
    public void An_offer_that_cannot_become_a_session_is_refused_with_its_reason(string part, string instead, RefusalReason reason)
    {
        var refused = Assert.IsType<Negotiated.Refused>(
            Negotiate.Publisher(Offers.ChromiumPublisher.Replace(part, instead, StringComparison.Ordinal), new Capabilities(), Local));

        Assert.Equal(reason, refused.Reason);
        Assert.NotEmpty(refused.Detail);
    }

    [Fact]
    public void A_huge_offer_is_refused() => Assert.IsType<Negotiated.Refused>(
        Negotiate.Subscriber(Offers.ChromiumSubscriber + string.Concat(Enumerable.Repeat("a=x:y\r\n", 100_000)), new Capabilities(), Local));

    [Fact]
    public void More_m_lines_than_a_wall_of_people_needs_are_refused_one_by_one()
    {
        const string Slot = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n" +
            "a=fingerprint:sha-256 EE:DF:C0:4E:48:D9:4E:86:20:E1:F6:61:07:99:5D:88:D3:54:B7:43:1C:FB:27:C6:C3:A4:92:DB:28:B1:83:A8\r\n" +
            "a=setup:actpass\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";
        var mids = Enumerable.Range(0, 100).ToList();
        var offer = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {string.Join(' ', mids)}\r\n" + string.Concat(mids.Select(m => $"{Slot}a=mid:{m}\r\n"));

        var accepted = Subscriber(offer);

        Assert.Equal(64, accepted.Media.Count);
        Assert.True(SessionDescription.TryParse(accepted.Answer, out var answer, out var error), error);
        Assert.Equal(100, answer.Media.Count);
    }

    private static Negotiated.Accepted Publisher(string offer) => Accepted(Negotiate.Publisher(offer, new Capabilities(), Local));

    private static Negotiated.Accepted Subscriber(string offer) => Accepted(Negotiate.Subscriber(offer, new Capabilities(), Local));

    private static Negotiated.Accepted Accepted(Negotiated negotiated) =>
        negotiated as Negotiated.Accepted ?? throw new InvalidOperationException(((Negotiated.Refused)negotiated).Detail);    // there is no third
}
