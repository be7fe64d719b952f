using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Tests.OpenSsl;

[Collection(HandleCounting.Name)]
public sealed class DtlsTests
{
    [Fact]
    public void Two_sides_agree_on_keys_and_prove_their_certificates_within_two_round_trips()
    {
        using var pair = new DtlsPair();

        pair.RunFor(TimeSpan.FromMilliseconds(41));

        Assert.True(pair.BothConnected);
        Assert.Equal(pair.ClientFingerprint.ToArray(), pair.Server.PeerFingerprint.ToArray());
        Assert.Equal(pair.ServerFingerprint.ToArray(), pair.Client.PeerFingerprint.ToArray());
        var (client, server) = (pair.Client.Keys!, pair.Server.Keys!);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, server.Profile);
        Assert.Equal(client.OutboundKey.ToArray(), server.InboundKey.ToArray());
        Assert.Equal(client.OutboundSalt.ToArray(), server.InboundSalt.ToArray());
        Assert.Equal(client.InboundKey.ToArray(), server.OutboundKey.ToArray());
        Assert.Equal(12, server.InboundSalt.Length);
        Assert.NotEqual(server.InboundKey.ToArray(), server.OutboundKey.ToArray());
        Assert.InRange(pair.LongestDatagram, 200, 1200);
        Assert.Equal(MonoTime.Never, pair.Server.NextDeadline);
        Assert.Equal(MonoTime.Never, pair.Client.NextDeadline);
    }

    [Fact]
    public void A_client_that_knows_only_counter_mode_gets_counter_mode()
    {
        using var pair = new DtlsPair(clientProfiles: "SRTP_AES128_CM_SHA1_80");

        pair.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(SrtpProfile.Aes128CmSha1Hmac80, pair.Server.Keys!.Profile);
        Assert.Equal(14, pair.Server.Keys.OutboundSalt.Length);
    }

    [Theory, InlineData(DtlsRole.Client, 0), InlineData(DtlsRole.Server, 0), InlineData(DtlsRole.Client, 1), InlineData(DtlsRole.Server, 1)]
    public void A_lost_flight_is_repeated_after_a_tenth_of_a_second(DtlsRole from, int number)
    {
        using var pair = new DtlsPair(sent => sent.From == from && sent.Number == number);

        pair.RunFor(TimeSpan.FromMilliseconds(145));

        Assert.True(pair.BothConnected);
    }

    [Fact]
    public void The_wait_doubles_while_nothing_answers()
    {
        var repeats = new List<double>();
        DtlsPair pair = null!;
        using var silent = pair = new DtlsPair(sent =>
        {
            repeats.Add(pair.Now.Microseconds / 1000d);
            return true;
        });

        pair.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal([0, 100, 300, 700, 1500], repeats);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void With_a_third_of_all_datagrams_lost_both_sides_connect(int seed)
    {
        var random = new Random(seed);
        using var pair = new DtlsPair(_ => random.Next(3) == 0);

        pair.RunFor(TimeSpan.FromSeconds(30));

        Assert.True(pair.BothConnected, $"seed {seed}: client {pair.Client.State}, server {pair.Server.State} after {pair.DatagramsSent} datagrams");
    }

    [Fact]
    public void Noise_between_the_flights_changes_nothing()
    {
        var random = new Random(7);
        using var pair = new DtlsPair();
        for (var i = 0; i < 500; i++)
        {
            var noise = new byte[random.Next(0, 200)];
            random.NextBytes(noise);
            if (noise.Length > 0) noise[0] = (byte)random.Next(20, 64);
            pair.Server.Receive(noise, pair.Now);
        }
        Assert.Equal(DtlsState.Handshaking, pair.Server.State);

        pair.RunFor(TimeSpan.FromSeconds(1));

        Assert.True(pair.BothConnected);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Flipped_bits_never_throw_and_never_connect_to_somebody_else(int seed)
    {
        var random = new Random(seed);
        using var pair = new DtlsPair(sent =>
        {
            if (random.Next(2) == 0) sent.Datagram[random.Next(sent.Datagram.Length)] ^= (byte)(1 << random.Next(8));
            return false;
        });

        pair.RunFor(TimeSpan.FromSeconds(20));

        if (pair.BothConnected) Assert.Equal(pair.Client.Keys!.OutboundKey.ToArray(), pair.Server.Keys!.InboundKey.ToArray());
        Assert.True(pair.Server.State is DtlsState.Connected or DtlsState.Failed or DtlsState.Handshaking, $"seed {seed}");
    }

    [Fact]
    public void Closing_tells_the_other_side()
    {
        using var pair = new DtlsPair();
        pair.RunFor(TimeSpan.FromSeconds(1));

        pair.Client.Close();
        pair.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(DtlsState.Closed, pair.Client.State);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public void Every_native_object_is_freed_once()
    {
        var before = NativeHandles.Live;
        for (var i = 0; i < 20; i++)
        {
            using var pair = new DtlsPair();
            pair.RunFor(TimeSpan.FromSeconds(1));
            using var factory = new OpenSslDtlsFactory();
            var srtp = factory.CreateSrtp(pair.Server.Keys!);
            srtp.Dispose();
            srtp.Dispose();
        }
        Assert.Equal(before, NativeHandles.Live);
    }

    [Theory, InlineData(20), InlineData(21), InlineData(22), InlineData(23)]
    public void Given_records_that_nobody_authenticated_when_connected_then_the_association_lives_on(byte contentType)
    {
        using var pair = new DtlsPair();
        pair.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(pair.BothConnected);

        foreach (var length in (int[])[1, 3, 23, 24, 64])
            foreach (var epoch in (byte[])[0, 1, 2])
            {
                byte[] forged = [contentType, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 9, 0, (byte)length, .. Enumerable.Repeat((byte)2, length)];
                pair.Server.Receive(forged, pair.Now);
                pair.Client.Receive(forged, pair.Now);
                pair.RunFor(TimeSpan.FromMilliseconds(100));
                Assert.Equal((length, epoch, DtlsState.Connected, DtlsState.Connected), (length, epoch, pair.Client.State, pair.Server.State));
            }
    }
}
