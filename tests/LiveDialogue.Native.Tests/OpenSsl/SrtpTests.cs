using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.Tests.OpenSsl;

[Collection(HandleCounting.Name)]
public sealed class SrtpTests
{
    private const SrtpProfile Gcm = SrtpProfile.AeadAes128Gcm;
    private const SrtpProfile CounterMode = SrtpProfile.Aes128CmSha1Hmac80;

    [Theory]
    [InlineData(Gcm, true), InlineData(Gcm, false), InlineData(CounterMode, true), InlineData(CounterMode, false)]
    public void Keys_that_are_refused_leave_no_handle_behind(SrtpProfile profile, bool outboundIsBad)
    {
        var before = NativeHandles.Live;
        SrtpSessionKeys Keys(int rtcpKey) => new()
        {
            RtpKey = new byte[16],
            RtpSalt = new byte[14],
            RtpAuthentication = new byte[20],
            RtcpKey = new byte[rtcpKey],
            RtcpSalt = new byte[14],
            RtcpAuthentication = new byte[20],
        };

        Assert.Throws<InvalidOperationException>(() => new Srtp(profile, Keys(outboundIsBad ? 16 : 5), Keys(outboundIsBad ? 5 : 16)));

        Assert.Equal(before, NativeHandles.Live);
    }

    [Theory, InlineData(Gcm, 16), InlineData(CounterMode, 10)]
    public void What_was_protected_is_unreadable_and_comes_out_whole(SrtpProfile profile, int overhead)
    {
        using var pair = new SrtpPair(profile);
        var plain = SrtpPair.Rtp(1000);

        var sealedPacket = pair.Protect(plain);

        Assert.Equal(plain.Length + overhead, sealedPacket.Length);
        Assert.Equal(plain[..20], sealedPacket[..20]);
        Assert.NotEqual(plain[20..], sealedPacket[20..^overhead]);
        Assert.Equal(SrtpPair.Ok(plain), pair.Unprotect(sealedPacket));
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void What_is_preloaded_changes_nothing(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        using var same = new SrtpPair(profile);
        for (ushort sequence = 65_530; sequence != 10; sequence++)
        {
            var plain = SrtpPair.Rtp(sequence);
            _ = pair.Sender.Preload(0xCAFE) ^ pair.Sender.Preload(1) ^ pair.Receiver.PreloadReceived();

            var sealedPacket = pair.Protect(plain);

            Assert.Equal(same.Protect(plain), sealedPacket);
            Assert.Equal(SrtpPair.Ok(plain), pair.Unprotect(sealedPacket));
        }
        pair.Sender.Dispose();
        Assert.Equal(0, pair.Sender.Preload(0xCAFE) | pair.Sender.PreloadReceived());
    }

    [Theory, InlineData(Gcm, 20), InlineData(CounterMode, 14)]
    public void Reports_come_out_whole_and_only_once(SrtpProfile profile, int overhead)
    {
        using var pair = new SrtpPair(profile);
        var plain = SrtpPair.Rtcp(7);

        var first = pair.ProtectRtcp(plain);
        var second = pair.ProtectRtcp(plain);

        Assert.Equal(plain.Length + overhead, first.Length);
        Assert.NotEqual(first, second);
        Assert.Equal(SrtpPair.Ok(plain), pair.UnprotectRtcp(second));
        Assert.Equal(SrtpPair.Ok(plain), pair.UnprotectRtcp(first));
        Assert.Equal(SrtpResult.Replayed, pair.UnprotectRtcp(second).Result);
        Assert.Equal(SrtpResult.Replayed, pair.UnprotectRtcp(first).Result);
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void The_same_packet_protected_again_is_the_same_datagram_even_across_the_wrap(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var first = pair.Protect(SrtpPair.Rtp(65_535));
        _ = pair.Protect(SrtpPair.Rtp(0));
        byte[] room = [.. SrtpPair.Rtp(65_535), .. new byte[pair.Sender.MaxOverhead]];

        Assert.Equal(first.Length, pair.Sender.ProtectRtpAgain(room, SrtpPair.Rtp(65_535).Length));

        Assert.Equal(first, room[..first.Length]);
        Assert.Empty(pair.Protect(SrtpPair.Rtp(65_535)));
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void What_was_never_protected_or_long_ago_is_not_protected_again(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.Equal(0, Again(999));
        foreach (var sequence in (ushort[])[1000, 1002, 1500, 3000]) Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(sequence)));

        Assert.Equal((0, 0, 0, 0), (Again(1000), Again(1001), Again(2999), Again(3001)));
        Assert.NotEqual(0, Again(3000));

        int Again(ushort sequence)
        {
            byte[] room = [.. SrtpPair.Rtp(sequence), .. new byte[pair.Sender.MaxOverhead]];
            return pair.Sender.ProtectRtpAgain(room, SrtpPair.Rtp(sequence).Length);
        }
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void Sequence_numbers_wrap_again_and_again(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 65_500; i < 3 * 65_536; i += 97)
        {
            var plain = SrtpPair.Rtp(unchecked((ushort)i));
            Assert.Equal(SrtpPair.Ok(plain), pair.Unprotect(pair.Protect(plain)));
        }
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void Packets_reordered_around_the_wrap_all_arrive(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        ushort[] sent = [65_533, 65_534, 65_535, 0, 1, 2];
        var packets = sent.ToDictionary(s => s, s => pair.Protect(SrtpPair.Rtp(s)));

        foreach (var sequence in (ushort[])[65_533, 0, 65_535, 2, 65_534, 1])
            Assert.Equal(SrtpPair.Ok(SrtpPair.Rtp(sequence)), pair.Unprotect(packets[sequence]));
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void A_packet_passes_once_within_the_window_and_never_behind_it(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packets = Enumerable.Range(100, SsrcState.Window + 2).Select(s => pair.Protect(SrtpPair.Rtp((ushort)s))).ToList();
        var (tooOld, oldest) = (packets[0], packets[2]);

        Assert.Equal(SrtpResult.Ok, pair.Unprotect(packets[1]).Result);
        Assert.Equal(SrtpResult.Ok, pair.Unprotect(packets[^1]).Result);
        Assert.Equal(SrtpResult.Ok, pair.Unprotect(oldest).Result);
        Assert.Equal(SrtpResult.Replayed, pair.Unprotect(oldest).Result);
        Assert.Equal(SrtpResult.Replayed, pair.Unprotect(packets[^1]).Result);
        Assert.Equal(SrtpResult.Replayed, pair.Unprotect(tooOld).Result);
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void Any_flipped_bit_or_missing_byte_is_refused_and_leaves_nothing(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var good = pair.Protect(SrtpPair.Rtp(5, payload: 20));
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SrtpResult.Ok, pair.Unprotect(bad).Result);
        }
        for (var length = 0; length < good.Length; length++) Assert.NotEqual(SrtpResult.Ok, pair.Unprotect(good[..length]).Result);
        Assert.Equal(0, pair.Receiver.KnownSources);

        Assert.Equal(SrtpResult.Ok, pair.Unprotect(good).Result);
        Assert.Equal(1, pair.Receiver.KnownSources);
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void Any_flipped_bit_or_missing_byte_of_a_report_is_refused(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var good = pair.ProtectRtcp(SrtpPair.Rtcp(9, 28));
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SrtpResult.Ok, pair.UnprotectRtcp(bad).Result);
        }
        for (var length = 0; length < good.Length; length++) Assert.NotEqual(SrtpResult.Ok, pair.UnprotectRtcp(good[..length]).Result);
        Assert.Equal(0, pair.Receiver.KnownSources);
        Assert.Equal(SrtpResult.Ok, pair.UnprotectRtcp(good).Result);
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void Nothing_is_protected_twice_under_one_index(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(10)));
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(12)));
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(11)));

        Assert.Empty(pair.Protect(SrtpPair.Rtp(11)));
        Assert.Empty(pair.Protect(SrtpPair.Rtp(12, payload: 30)));
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(11, ssrc: 0xBEEF)));
    }

    [Fact]
    public void The_number_of_sources_is_bounded()
    {
        using var pair = new SrtpPair(Gcm);
        for (var ssrc = 1u; ssrc <= SsrcTable.Limit; ssrc++)
            Assert.Equal(SrtpResult.Ok, pair.Unprotect(pair.Protect(SrtpPair.Rtp(1, ssrc))).Result);

        Assert.Empty(pair.Protect(SrtpPair.Rtp(1, ssrc: 99_999)));
        Assert.NotEmpty(pair.Protect(SrtpPair.Rtp(2, ssrc: 5)));
    }

    [Theory, InlineData(Gcm), InlineData(CounterMode)]
    public void The_steady_path_allocates_nothing(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = new byte[1500];
        var report = new byte[200];
        var plain = SrtpPair.Rtp(0, payload: 1100);
        var plainReport = SrtpPair.Rtcp(3);
        void Round(int sequence)
        {
            plain.CopyTo(packet, 0);
            (packet[2], packet[3]) = ((byte)(sequence >> 8), (byte)sequence);
            var length = pair.Sender.ProtectRtp(packet, plain.Length);
            Assert.True(pair.Receiver.UnprotectRtp(packet.AsSpan(0, length), out _) == SrtpResult.Ok);
            plainReport.CopyTo(report, 0);
            length = pair.Sender.ProtectRtcp(report, plainReport.Length);
            Assert.True(pair.Receiver.UnprotectRtcp(report.AsSpan(0, length), out _) == SrtpResult.Ok);
        }
        for (var i = 0; i < 2000; i++) Round(i);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2000; i < 3000; i++) Round(i);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
