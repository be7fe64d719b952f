using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Simulator.Tests;

public sealed class SignallingTests
{
    private const string AnswerText = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-lite
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=mid:0
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuvwx
        a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F
        a=setup:passive
        a=recvonly
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=candidate:1 1 udp 2130706431 127.0.0.1 5081 typ host
        a=candidate:2 1 udp 2130706430 ::1 5081 typ host
        a=candidate:3 1 tcp 2130706429 127.0.0.1 5081 typ host tcptype passive
        a=end-of-candidates
        m=video 0 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 0.0.0.0
        a=mid:1
        a=inactive

        """;

    private static string Crlf(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    [Fact]
    public void An_answer_gives_what_the_transport_needs()
    {
        var answer = Answer.Parse(Crlf(AnswerText), out var problem);

        Assert.Null(problem);
        Assert.Equal(new IceCredentials("abcd", "abcdefghijklmnopqrstuvwx"), answer!.Ice);
        Assert.Equal("127.0.0.1:5081", Assert.Single(answer.Candidates).ToString());
        Assert.Equal(32, answer.Fingerprint.Length);
        Assert.False(answer.WeAreDtlsServer);
        Assert.True(answer.Media[0].Takes(111));
        Assert.Equal((4, 1, 0), (answer.Media[0].MidId, answer.Media[0].AudioLevelId, answer.Media[0].TransportCcId));
        Assert.False(answer.Media[1].Takes(96));
    }

    [Theory, InlineData("a=ice-pwd"), InlineData("a=fingerprint"), InlineData("a=candidate:1")]
    public void An_answer_without_what_we_need_is_refused_with_a_reason(string missing)
    {
        var text = string.Join('\n', AnswerText.Split('\n').Where(l => !l.StartsWith(missing, StringComparison.Ordinal)));

        Assert.Null(Answer.Parse(Crlf(text), out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Our_offers_are_well_formed()
    {
        var publisher = Offer.ForPublisher(IceCredentials.New(), new byte[32], PublisherSsrcs.New());
        var viewer = Offer.ForViewer(IceCredentials.New(), new byte[32], audioSlots: 2, videoSlots: 3);

        Assert.True(SessionDescription.TryParse(publisher, out var sending, out var problem), problem);
        Assert.True(SessionDescription.TryParse(viewer, out var receiving, out problem), problem);
        Assert.Equal(["audio", "video"], sending.Media.Select(m => m.Kind));
        Assert.All(sending.Media, m => Assert.Equal(MediaDirection.SendOnly, m.Direction));
        Assert.Equal("96", sending.Media[1].FormatParameter(97, "apt"));
        Assert.Equal(["0", "1", "2", "3", "4"], receiving.BundleMids);
        Assert.All(receiving.Media, m => Assert.Equal(MediaDirection.ReceiveOnly, m.Direction));
    }
}
