using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Io;

public sealed class ShardEndTests
{
    private static readonly SfuOptions Options = new();
    private static readonly SessionId Late = new("late");

    private readonly PacketPool _pool = new();
    private readonly HandClock _clock = new();
    private readonly Lent _lent = new();
    private readonly ShardSet _shards;

    public ShardEndTests() =>
        _shards = new(new() { Shards = 1 }, (address, pool, _) => new QuietPort(TransportAddress.From(address), pool), null, _pool, _clock, _lent, new SilentEvents());

    [Fact]
    public void A_step_that_comes_back_after_the_last_round_is_freed_with_its_ciphers()
    {
        var (shard, factory) = (_shards[0], new CountingFactory());
        Join(shard, factory);
        shard.Post((owner, now) => owner.Find(Late)!.Tick(now));                // joined by the command before
        shard.RunOnce(TimeSpan.Zero);
        var step = Assert.Single(_lent.Steps);
        shard.CloseAll(SessionEnd.ClosedByServer, _clock.Now);
        shard.RunOnce(TimeSpan.Zero);                                           // the last
        step.Run(_clock.Now);
        step.Completed!(step);                                                  // a peer's step has one
        Assert.Equal(2, factory.Live);

        shard.Finish(SessionEnd.ClosedByServer, _clock.Now);

        Assert.Equal((0, 0), (factory.Live, _pool.Outstanding));
    }

    [Fact]
    public void Who_joins_after_the_last_round_is_freed_too()
    {
        var (shard, factory) = (_shards[0], new CountingFactory());
        shard.CloseAll(SessionEnd.ClosedByServer, _clock.Now);
        Join(shard, factory);
        Assert.Equal(1, factory.Live);

        shard.Finish(SessionEnd.ClosedByServer, _clock.Now);

        Assert.Equal((0, 0), (factory.Live, _pool.Outstanding));
    }

    private void Join(Shard shard, CountingFactory factory)
    {
        var setup = new PeerSetup(Late, IceCredentials.Random(), factory.Create(DtlsRole.Server), [], new SilentMedia());
        shard.Post((owner, now) => owner.Add(setup, factory, _pool, Options, now));
    }

    private sealed class Lent : IHandshakes
    {
        public List<HandshakeStep> Steps { get; } = [];

        public void Run(HandshakeStep step) => Steps.Add(step);
    }

    /// <summary>Makes associations whose first step ends the handshake, and counts what of all it made isn't freed.</summary>
    private sealed class CountingFactory : IDtlsFactory
    {
        public int Live { get; private set; }

        public ReadOnlyMemory<byte> Fingerprint { get; } = new byte[32];

        public IDtls Create(DtlsRole role)
        {
            Live++;
            return new Dtls(this);
        }

        public ISrtp CreateSrtp(SrtpKeys keys)
        {
            Live++;
            return new Srtp(this);
        }

        private sealed class Dtls(CountingFactory factory) : IDtls
        {
            public DtlsState State { get; private set; }
            public MonoTime NextDeadline => default;
            public SrtpKeys? Keys => new(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12], new byte[16], new byte[12]);
            public ReadOnlyMemory<byte> PeerFingerprint => default;

            public void Receive(ReadOnlySpan<byte> datagram, MonoTime now) => Assert.Fail("Nobody sends.");

            public void Tick(MonoTime now) => State = DtlsState.Connected;

            public bool TryTake(Span<byte> datagram, out int length)
            {
                length = 0;
                return false;
            }

            public void Close() => State = DtlsState.Closed;

            public void Dispose() => factory.Live--;
        }

        private sealed class Srtp(CountingFactory factory) : ISrtp
        {
            public int MaxOverhead => 0;

            public SrtpResult UnprotectRtp(Span<byte> packet, out int length) => throw new InvalidOperationException();
            public SrtpResult UnprotectRtcp(Span<byte> packet, out int length) => throw new InvalidOperationException();
            public int ProtectRtp(Span<byte> packet, int plainLength) => throw new InvalidOperationException();
            public int ProtectRtpAgain(Span<byte> packet, int plainLength) => throw new InvalidOperationException();
            public int ProtectRtcp(Span<byte> packet, int plainLength) => throw new InvalidOperationException();
            public void Dispose() => factory.Live--;
        }
    }
}
