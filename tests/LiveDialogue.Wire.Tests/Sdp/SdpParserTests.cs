using System.Text;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Wire.Tests.Sdp;

public sealed class SdpParserTests
{
    private const string Audio = SdpVector.Head + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

    private static MediaDescription One(string lines) => Assert.Single(SdpVector.Read(Audio + lines.Replace("|", "\r\n", StringComparison.Ordinal)).Media);

    [Theory]
    [InlineData("", "The description does not begin with v=0.")]
    [InlineData("v=1\r\n", "The description does not begin with v=0.")]
    [InlineData("o=-\r\n", "The description does not begin with v=0.")]
    [InlineData("v=0\r\nhello\r\n", "Line 2 is not of the form x=value.")]
    [InlineData("v=0\r\nA=x\r\n", "Line 2 is not of the form x=value.")]
    [InlineData("v=0\r\na=x\0y\r\n", "Line 2 holds a control character.")]
    [InlineData("v=0\r\na=mid:x\ra=y\r\n", "Line 2 holds a control character.")]
    [InlineData("v=0\nm=audio\n", "Line 2 is no m-line we can read.")]
    [InlineData("v=0\nm=audio x UDP/TLS/RTP/SAVPF 0\n", "Line 2 is no m-line we can read.")]
    [InlineData("v=0\nm=audio 65536 UDP/TLS/RTP/SAVPF 0\n", "Line 2 is no m-line we can read.")]
    [InlineData("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 128\n", "Line 2 is no m-line we can read.")]
    [InlineData("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF opus\n", "Line 2 is no m-line we can read.")]
    [InlineData("v=0\na=ice-ufrag:abc\n", "Line 2 is not an ice-ufrag of 4 to 256 letters, digits, '+' or '/'.")]
    [InlineData("v=0\na=ice-ufrag:ab:d\n", "Line 2 is not an ice-ufrag of 4 to 256 letters, digits, '+' or '/'.")]
    [InlineData("v=0\na=ice-pwd:tooshort\n", "Line 2 is not an ice-pwd of 22 to 256 letters, digits, '+' or '/'.")]
    [InlineData("v=0\na=fingerprint:sha-256 AA:BB\n", "Line 2 is not a fingerprint.")]
    [InlineData("v=0\na=fingerprint:\n", "Line 2 is not a fingerprint.")]
    [InlineData("v=0\na=setup:both\n", "Line 2 has a setup role that does not exist.")]
    [InlineData("v=0\na=group:BUNDLE 0 <1>\n", "Line 2 names a mid that cannot be one.")]
    [InlineData("v=0\nm=audio 9 RTP/AVP 0\na=mid:a b\n", "Line 3 is not a mid.")]
    [InlineData("v=0\nm=audio 9 RTP/AVP 0\na=mid:a\nm=audio 9 RTP/AVP 0\na=mid:a\n", "Two m-lines have the mid a.")]
    public void What_is_refused_is_refused_with_a_sentence(string text, string expected)
    {
        Assert.False(SessionDescription.TryParse(text, out var description, out var error));
        Assert.Null(description);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Too_long_or_too_many_is_refused()
    {
        Assert.False(SessionDescription.TryParse("v=0\n" + new string('a', 256 * 1024), out _, out var error));
        Assert.Equal("The description is longer than 256 KiB.", error);

        Assert.False(SessionDescription.TryParse("v=0\n" + string.Concat(Enumerable.Repeat("a=x\n", 4096)), out _, out error));
        Assert.Equal("The description has more than 4096 lines.", error);
        Assert.True(SessionDescription.TryParse("v=0\n" + string.Concat(Enumerable.Repeat("a=x\n", 4095)), out _, out _));

        Assert.False(SessionDescription.TryParse("v=0\n" + string.Concat(Enumerable.Repeat("m=audio 9 RTP/AVP 0\n", 513)), out _, out error));
        Assert.Equal("Line 514 is an m-line too many.", error);
    }

    [Theory]
    [InlineData("a=rtpmap:111")]
    [InlineData("a=rtpmap:111 opus")]
    [InlineData("a=rtpmap:111 opus/x")]
    [InlineData("a=rtpmap:111 opus/48000/0")]
    [InlineData("a=rtpmap:112 opus/48000")]                             // not offered on the m-line
    [InlineData("a=rtpmap:x opus/48000")]
    [InlineData("a=fmtp:111")]
    [InlineData("a=fmtp:200 x=y")]
    [InlineData("a=rtcp-fb:5 nack")]
    [InlineData("a=extmap:0 urn:x")]
    [InlineData("a=extmap:256 urn:x")]
    [InlineData("a=extmap:1")]
    [InlineData("a=extmap:1/both urn:x")]
    [InlineData("a=rid:1")]
    [InlineData("a=rid:a.b send")]
    [InlineData("a=rid:a both")]
    [InlineData("a=simulcast:")]
    [InlineData("a=simulcast:send")]
    [InlineData("a=simulcast:up a;b")]
    [InlineData("a=simulcast:send a;;b")]
    [InlineData("a=candidate:1 1 udp")]
    [InlineData("a=candidate:1 1 udp 1 192.0.2.1 70000 typ host")]
    [InlineData("a=candidate:1 0 udp 1 192.0.2.1 9 typ host")]
    [InlineData("a=candidate:1 1 udp 4294967296 192.0.2.1 9 typ host")]
    [InlineData("a=candidate:1 1 udp 1 192.0.2.1 9 type host")]
    [InlineData("a=ssrc:x cname:y")]
    [InlineData("a=ssrc:4294967296 cname:y")]
    [InlineData("a=ssrc:1")]
    [InlineData("a=ssrc-group:FID")]
    [InlineData("a=ssrc-group:FID 1 x")]
    [InlineData("a=msid:")]
    [InlineData("a=<>:1")]
    [InlineData("b=AS:500")]
    public void A_malformed_line_that_harms_nobody_is_left_out(string line) =>
        Assert.Equal(SdpWriter.Write(SdpVector.Read(Audio)), SdpWriter.Write(SdpVector.Read(Audio + line + "\r\n")));

    [Fact]
    public void Feedback_for_all_types_is_spread_over_them()
    {
        var media = SdpVector.Read(SdpVector.Head + "m=video 9 UDP/TLS/RTP/SAVPF 96 98\r\na=rtcp-fb:* nack\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n").Media[0];
        Assert.Equal(["nack", "nack pli"], media.Feedback[96]);
        Assert.Equal(["nack"], media.Feedback[98]);
    }

    [Theory]
    [InlineData("send q;h;f", "q h f", "")]
    [InlineData("recv q;h;f", "", "q h f")]
    [InlineData("send a,b;~c recv d", "a c", "d")]
    [InlineData(" send rid=q;h", "q h", "")]                            // Firefox before 63
    public void Simulcast_is_read_in_every_form(string value, string send, string receive)
    {
        var simulcast = One($"a=simulcast:{value}|").Simulcast;
        Assert.Equal(send, string.Join(' ', simulcast?.Send ?? []));
        Assert.Equal(receive, string.Join(' ', simulcast?.Receive ?? []));
    }

    [Fact]
    public void Credentials_are_taken_in_pairs_from_one_level()
    {
        var offer = SdpVector.Read(
            "v=0\na=ice-ufrag:aaaa\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaa\nm=audio 9 RTP/AVP 0\nm=audio 9 RTP/AVP 0\na=ice-ufrag:bbbb\n");
        Assert.Equal(("aaaa", "aaaaaaaaaaaaaaaaaaaaaa"), (offer.Media[0].IceUfrag, offer.Media[0].IcePwd));
        Assert.Equal(("bbbb", null), (offer.Media[1].IceUfrag, offer.Media[1].IcePwd));
    }

    [Fact]
    public void An_m_line_of_port_zero_is_rejected_unless_bundled_only()
    {
        Assert.True(SdpVector.Read("v=0\nm=audio 0 RTP/AVP 0\n").Media[0].IsRejected);
        Assert.False(SdpVector.Read("v=0\nm=audio 0 RTP/AVP 0\na=bundle-only\n").Media[0].IsRejected);
        Assert.False(SdpVector.Read("v=0\nm=audio 9 RTP/AVP 0\n").Media[0].IsRejected);
    }

    [Fact]
    public void A_data_channel_keeps_its_format()
    {
        var media = SdpVector.Read("v=0\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\na=sctp-port:5000\n").Media[0];
        Assert.Equal(["webrtc-datachannel"], media.Formats);
        Assert.Empty(media.PayloadTypes);
        Assert.Equal([new SdpAttribute("sctp-port", "5000")], media.Attributes);
    }

    [Theory]
    [InlineData("apt", "96")]
    [InlineData("APT", "96")]
    [InlineData("x", "")]
    [InlineData("rtx-time", "3000")]
    [InlineData("time", null)]
    public void Format_parameters_are_found_by_name(string name, string? expected)
    {
        var media = One("a=fmtp:111 apt=96; rtx-time = 3000;x|");
        Assert.Equal(expected, media.FormatParameter(111, name));
        Assert.Null(media.FormatParameter(0, name));
    }

    [Fact]
    public void Fingerprints_are_equal_by_value_and_written_in_upper_case()
    {
        var lower = CertificateFingerprint.Parse("SHA-1 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33");
        var upper = CertificateFingerprint.Parse("sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33");
        Assert.Equal(lower, upper);
        Assert.Equal(lower?.GetHashCode(), upper?.GetHashCode());
        Assert.Equal("sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33", lower?.ToString());
    }

    [Theory]
    [InlineData("sha-1 00:11")]
    [InlineData("sha-256")]
    [InlineData("md5 0")]
    [InlineData("md5 0g:11")]
    [InlineData("md5 00-11")]
    [InlineData("md5 00:11:")]
    public void Malformed_fingerprints_are_refused(string text) => Assert.Null(CertificateFingerprint.Parse(text));

    [Fact]
    public void A_value_that_would_become_a_line_is_not_written()
    {
        var sneaky = new SessionDescription { Media = [new MediaDescription { Kind = "audio", Mid = "0\r\na=sendonly" }] };
        Assert.Throws<ArgumentException>(() => SdpWriter.Write(sneaky));
    }

    [Fact]
    public void A_thousand_extensions_at_the_session_level_do_not_multiply()
    {
        var text = new StringBuilder("v=0\n");
        for (var i = 0; i < 2000; i++) text.Append("a=extmap:").Append(1 + (i % 255)).Append(" urn:x\n");
        for (var i = 0; i < 512; i++) text.Append("m=audio 9 RTP/AVP 0\n");
        Assert.All(SdpVector.Read(text.ToString()).Media, media => Assert.Equal(255, media.ExtMaps.Count));
    }
}
