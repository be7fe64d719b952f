using System.Net;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Testing;
using LiveDialogue.Wire.Stun;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>Datagrams of strangers, with whatever sources they like, at the port where everybody is.</summary>
public sealed class FloodTests
{
    private const int KindsOfFlood = 7;

    [Fact]
    public async Task A_flood_of_strangers_is_counted_by_reason_answered_by_nothing_and_remembered_by_nobody()
    {
        const int Milliseconds = 10_000, Each = 21;
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewers = Enumerable.Range(0, 3).Select(_ => sfu.Watch()).ToList();
        sfu.RunFor(12_000);                                             // every list has its size, every method is compiled
        var flood = new Flood(sfu, Each) { IsOn = true };
        sfu.RunFor(100);
        var (sent, counters, dropped) = (flood.Sent, sfu.Node.ReadCounters(), Dropped());
        var frames = viewers.ConvertAll(viewer => viewer.Picture.Frames);
        sfu.MeasuresAllocation = true;

        sfu.RunFor(Milliseconds);

        sfu.MeasuresAllocation = false;
        Assert.Equal(Milliseconds * Each, flood.Sent - sent);
        var each = Milliseconds * Each / KindsOfFlood;
        Assert.Equal(
            [(DropReason.UnknownDatagram, each), (DropReason.MalformedStun, each), (DropReason.UnknownUfrag, 2 * each), (DropReason.UnknownAddress, 2 * each), (DropReason.DtlsBeforeIce, each)],
            Dropped().Zip(dropped, (now, before) => (now.Reason, (int)(now.Count - before.Count))));
        Assert.Equal(0, flood.Answers);
        Assert.Equal(counters.BuffersMade, sfu.Node.ReadCounters().BuffersMade);
        // 210,000 datagrams: one object for every hundredth of them would be more than this.
        Assert.InRange(sfu.AllocatedOnMediaPath, 0, 16_384);
        for (var i = 0; i < viewers.Count; i++) Assert.InRange(viewers[i].Picture.Frames - frames[i], 285, 305);
        Assert.All(viewers, viewer => Assert.Empty(viewer.Violations));
        Assert.Empty(sfu.Ends);

        (DropReason Reason, long Count)[] Dropped() =>
        [
            .. from reason in new[] { DropReason.UnknownDatagram, DropReason.MalformedStun, DropReason.UnknownUfrag, DropReason.UnknownAddress, DropReason.DtlsBeforeIce }
               select (reason, sfu.Dropped(reason)),
        ];
    }

    [Fact]
    public async Task A_speaker_whose_address_changes_in_the_middle_of_a_flood_is_heard_before_its_next_check()
    {
        await using var sfu = new VirtualSfu();
        var ann = sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(2000);
        _ = new Flood(sfu, each: 20) { IsOn = true };
        sfu.RunFor(500);
        ann.MoveUnnoticed();
        ann.SendsChecks = false;

        Assert.InRange(sfu.LongestSilence(viewer, 1500), 1, 60);
    }

    [Fact]
    public async Task A_flood_of_more_than_is_read_takes_no_sound_from_anybody_and_is_over_with_its_buffer()
    {
        await using var sfu = new VirtualSfu();
        sfu.Publish("ann");
        var viewer = sfu.Watch();
        sfu.RunFor(4000);
        var port = sfu.Ports.Single();
        port.Room = 1000;
        sfu.RunFor(100);
        var flood = new Flood(sfu, each: 200) { IsOn = true };          // 64 are read in a round, and here there is one each millisecond
        var frames = viewer.Picture.Frames;

        Assert.InRange(sfu.LongestSilence(viewer, 5000), 1, 60);
        Assert.InRange(viewer.Picture.Frames - frames, 60, 155);        // who isn't heard, in five seconds not once, is sent less
        Assert.Empty(viewer.Violations);
        Assert.Equal((0, 1000), (flood.Answers, port.Waiting));
        Assert.InRange(port.Lost, 5000 * (200 - 64) - 1000, 5000 * 200);

        flood.IsOn = false;
        var newcomer = sfu.Watch();
        sfu.RunFor(1000);
        Assert.True(newcomer.IsConnected);
        Assert.Empty(sfu.Ends);
    }

    /// <summary>So many datagrams each millisecond, of every kind in turn, each from another source. What would be answered is counted.</summary>
    private sealed class Flood
    {
        // Of one address, where answers would be seen; the others are nobody's.
        private const int HomeEvery = 1009;
        private readonly VirtualSfu _sfu;
        private readonly VirtualPort _home;
        private readonly PacketPool _pool = new();
        private readonly byte[][] _kinds;

        public Flood(VirtualSfu sfu, int each)
        {
            _sfu = sfu;
            _home = sfu.Network.Bind(TransportAddress.From(new IPEndPoint(IPAddress.Parse("198.51.100.66"), 6666)), _pool);
            _kinds = [Garbage(64), Stun(2), Check("ZZZZZZZZ:abcd"), Check("a"), Rtp(96), Rtp(200), ClientHello()];
            Assert.Equal(KindsOfFlood, _kinds.Length);
            sfu.Network.Join(_ =>
            {
                for (var i = 0; IsOn && i < each; i++) SendNext();
            });
        }

        public bool IsOn { get; set; }

        public int Sent { get; private set; }

        public int Answers => _home.Waiting;

        private void SendNext()
        {
            Span<byte> source = [203, 0, (byte)(Sent >> 8), (byte)Sent];
            var from = Sent % HomeEvery == 0 ? _home.LocalAddress : TransportAddress.From(new IPEndPoint(new IPAddress(source), 1024 + (Sent * 7 % 60_000)));
            _sfu.Ports[0].Arrive(_kinds[Sent % _kinds.Length], from);
            Sent++;
        }

        private static byte[] Garbage(byte first) => [first, .. Enumerable.Repeat((byte)0x5A, 99)];

        private static byte[] Stun(byte first) => [0, first, 0, 4, 1, 2, 3, 4, .. new byte[12], 0, 0, 0, 0];    // no magic cookie

        private static byte[] Rtp(byte type) => [0x80, type, 0, 1, 0, 0, 0, 9, 0xDE, 0xAD, 0xBE, 0xEF, .. new byte[88]];

        // A first flight as its record and handshake headers claim it.
        private static byte[] ClientHello() => [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 1, 0, 0, 108, 0, 0, 0, 0, 0, 0, 0, 108, 0xFE, 0xFD, .. new byte[106]];

        private static byte[] Check(string username)
        {
            var request = new byte[300];
            var length = StunWriter.BindingRequest(request, new byte[12], System.Text.Encoding.ASCII.GetBytes(username), "0123456789012345678901"u8, 1, 99, true, true);
            return request[..length];
        }
    }
}
