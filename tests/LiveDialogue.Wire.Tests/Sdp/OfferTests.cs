using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Wire.Tests.Sdp;

public sealed class OfferTests
{
    public static TheoryData<string> Vectors => [.. SdpVector.Names];

    [Fact]
    public void Chromiums_simulcast_offer_is_read_whole()
    {
        var offer = SdpVector.Read(SdpVector.Text("chromium-156-simulcast-offer"));

        Assert.Equal(["0", "1"], offer.BundleMids);
        Assert.True(offer.ExtMapAllowMixed);
        Assert.False(offer.IsIceLite);
        Assert.Equal(2, offer.Media.Count);

        var audio = offer.Media[0];
        Assert.Equal(("audio", 9, "UDP/TLS/RTP/SAVPF", "0"), (audio.Kind, audio.Port, audio.Protocol, audio.Mid));
        Assert.Equal(MediaDirection.SendOnly, audio.Direction);
        Assert.Equal([111, 63, 9, 0, 8, 13, 110, 126], audio.PayloadTypes);
        Assert.Equal(new RtpMap("opus", 48000, 2), audio.RtpMaps[111]);
        Assert.Equal(new RtpMap("G722", 8000), audio.RtpMaps[9]);
        Assert.Equal("1", audio.FormatParameter(111, "useinbandfec"));
        Assert.Equal(["transport-cc"], audio.Feedback[111]);
        Assert.Contains(new ExtMap(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"), audio.ExtMaps);
        Assert.Equal("63OK", audio.IceUfrag);
        Assert.Equal("S+1iK194Xy4u/xgYkOFCM+e/", audio.IcePwd);
        Assert.Equal(DtlsSetup.ActPass, audio.Setup);
        Assert.Equal("sha-256", audio.Fingerprint?.Algorithm);
        Assert.Equal(32, audio.Fingerprint?.Value.Length);
        Assert.True(audio.RtcpMux);
        Assert.True(audio.RtcpRsize);
        Assert.Equal(2, audio.Ssrcs.Count);
        Assert.Equal("cname", audio.Ssrcs[0].Name);
        Assert.Equal("-", audio.Msid?.Stream);

        var video = offer.Media[1];
        Assert.Equal(new RtpMap("VP8", 90000), video.RtpMaps[96]);
        Assert.Equal("96", video.FormatParameter(97, "apt"));
        Assert.Equal(["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"], video.Feedback[96]);
        Assert.Equal(["q", "h", "f"], video.Rids.Select(rid => rid.Id));
        Assert.All(video.Rids, rid => Assert.True(rid.IsSend));
        Assert.Equal(["q", "h", "f"], video.Simulcast?.Send);
        Assert.Empty(video.Ssrcs);
        Assert.Contains(new ExtMap(10, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"), video.ExtMaps);
        Assert.Contains(video.PayloadTypes, pt => video.RtpMaps[pt].Is("h264") && video.FormatParameter(pt, "profile-level-id") == "42e01f");
    }

    [Fact]
    public void What_Firefox_says_at_the_session_level_holds_for_each_m_line()
    {
        var offer = SdpVector.Read(SdpVector.Text("firefox-shape-offer"));
        Assert.All(offer.Media, media => Assert.Equal("sha-256", media.Fingerprint?.Algorithm));
        Assert.All(offer.Media, media => Assert.Equal(MediaDirection.SendOnly, media.Direction));
        Assert.Equal(new ExtMap(2, "urn:ietf:params:rtp-hdrext:csrc-audio-level", MediaDirection.ReceiveOnly), offer.Media[0].ExtMaps[1]);
        Assert.Equal(["hi", "lo"], offer.Media[1].Simulcast?.Send);
        Assert.Equal(1, offer.Media[0].RtpMaps[101].Channels);
    }

    [Fact]
    public void Aiortcs_candidates_and_many_fingerprints_are_read()
    {
        var offer = SdpVector.Read(SdpVector.Text("aiortc-shape-offer"));
        var audio = offer.Media[0];
        Assert.Equal(41587, audio.Port);
        Assert.Equal(3, audio.Candidates.Count);
        Assert.Equal("2001:db8::10", audio.Candidates[1].Address);
        Assert.Equal("raddr 192.0.2.10 rport 41587", audio.Candidates[2].Rest);
        Assert.True(audio.EndOfCandidates);
        Assert.Equal("sha-256", audio.Fingerprint?.Algorithm);
        Assert.Equal([2467093829, 4021163172], offer.Media[1].SsrcGroups[0].Ssrcs);
        Assert.Equal("FID", offer.Media[1].SsrcGroups[0].Semantics);
    }

    [Theory, MemberData(nameof(Vectors))]
    public void A_description_that_is_written_reads_the_same(string name)
    {
        var written = SdpWriter.Write(SdpVector.Read(SdpVector.Text(name)));
        Assert.Equal(written, SdpWriter.Write(SdpVector.Read(written)));
        Assert.DoesNotContain("\n", written.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Lines_may_end_with_a_bare_line_feed(string name)
    {
        var text = SdpVector.Text(name);
        Assert.Equal(SdpWriter.Write(SdpVector.Read(text)), SdpWriter.Write(SdpVector.Read(text.Replace("\r\n", "\n", StringComparison.Ordinal))));
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Every_truncation_is_read_or_refused_with_a_sentence(string name)
    {
        var text = SdpVector.Text(name);
        for (var length = 0; length < text.Length; length++)
        {
            if (!SessionDescription.TryParse(text[..length], out _, out var error)) Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }
}
