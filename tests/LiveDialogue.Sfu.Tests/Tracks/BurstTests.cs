using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using Xunit.Abstractions;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>A burst that goes together is the same, in bytes and in all that follows from it, as its packets one by one.</summary>
public sealed class BurstTests(ITestOutputHelper output)
{
    private const int Steps = 3_000;

    // Far from each other: neighbours' numbers are the same ones, a step apart.
    private static readonly int[] Seeds = [1, 20_000_003, 700_000_001, 2_100_000_011];

    public static TheoryData<string, int> Streams()
    {
        var streams = new TheoryData<string, int>();
        foreach (var what in new[] { "vp8", "h264", "opus", "red", "red to opus", "vp8 without rtx" })
            foreach (var seed in Seeds) streams.Add(what, seed);
        return streams;
    }

    [Theory, MemberData(nameof(Streams))]
    public void Whatever_comes_both_ways_send_the_same_count_the_same_and_repair_the_same(string what, int seed)
    {
        output.WriteLine($"{what}, seed {seed}");
        var (published, taken) = FormatsOf(what);
        using var twins = new Twins(published, taken, new SeededRandom(seed));

        for (var step = 0; step < Steps; step++) twins.Step();

        output.WriteLine(twins.ToString());
        if (taken is { Nack: true, RtxPayloadType: null }) Assert.Equal(0, twins.Together);    // each is remembered, so each goes alone
        else Assert.InRange(twins.Together, Steps / 6, int.MaxValue);
        if (published.Kind == MediaKind.Video) Assert.InRange(twins.Ignored, Steps / 6, int.MaxValue);
        Assert.InRange(twins.Switches, 20, int.MaxValue);
        if (taken.Nack) Assert.InRange(twins.Repaired, 50, int.MaxValue);
        else Assert.Equal(0, twins.Repaired);
        Assert.InRange(twins.TooLarge, 5, int.MaxValue);
        Assert.InRange(twins.Backward, 50, int.MaxValue);
        Assert.InRange(twins.Late, 20, int.MaxValue);
    }

    [Theory]
    [InlineData(true, 5u), InlineData(false, 5u)]
    [InlineData(true, uint.MaxValue - 8_000), InlineData(false, uint.MaxValue - 8_000)]
    public void After_a_burst_that_ends_with_an_older_timestamp_a_switch_still_goes_forward(bool together, uint firstTimestamp)
    {
        using var scene = new TwoSpeakers(firstTimestamp);
        scene.Send(together: false, scene.First.Packet(1, 90_000, isKeyframe: true));
        scene.Send(together, scene.First.Packet(2, 99_000), scene.First.Packet(3, 90_100));
        var newest = scene.Timestamps.Select(sent => unchecked(sent - firstTimestamp)).Max();

        scene.SwitchToSecond();
        scene.Send(together: false, scene.Second.Packet(1, 7, isKeyframe: true));

        Assert.Equal(9_000u, newest);
        Assert.Equal(4, scene.Timestamps.Count);
        Assert.InRange(unchecked(scene.Timestamps[^1] - firstTimestamp), newest + 1, newest + 90);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void After_a_burst_that_ends_with_a_packet_too_large_a_switch_loses_nothing(bool together)
    {
        using var scene = new TwoSpeakers(firstTimestamp: 5);
        scene.Send(together: false, scene.First.Packet(1, 90_000, isKeyframe: true));
        scene.Send(together, scene.First.Packet(2, 93_000), scene.First.Packet(3, 93_000, payload: 1490));

        scene.SwitchToSecond();
        scene.Send(together: false, scene.Second.Packet(1, 7, isKeyframe: true));

        Assert.Equal([DropReason.TooLarge], scene.Dropped);
        Assert.Equal([100, 101, 103], scene.Numbers);
    }

    private static (TrackFormat Published, TrackFormat Taken) FormatsOf(string what) => what switch
    {
        "vp8" => (TestFormats.PublishedVp8, TestFormats.SlotVp8),
        "vp8 without rtx" => (TestFormats.PublishedVp8, TestFormats.SlotVp8 with { RtxPayloadType = null }),
        "h264" => (TestFormats.PublishedH264, TestFormats.SlotH264),
        "opus" => (TestFormats.PublishedOpus, TestFormats.SlotOpus with { Nack = false }),
        "red" => (TestFormats.PublishedRed, TestFormats.SlotRed with { Nack = false }),
        _ => (TestFormats.PublishedRed, TestFormats.SlotOpus with { Nack = false }),
    };

    /// <summary>Two slots of the same numbers, fed the same: one by bursts, one packet by packet.</summary>
    private sealed class Twins : IDisposable
    {
        private readonly VirtualClock _clock = new();
        private readonly PacketPool _pool = new();
        private readonly SeededRandom _random;
        private readonly RandomSource[] _sources;
        private readonly Twin _bursts, _each;
        private readonly byte[] _one = new byte[1500], _other = new byte[1500];
        private RandomSource _source;
        private PublishedLayer? _flowing;

        public Twins(TrackFormat published, TrackFormat taken, SeededRandom random)
        {
            _random = random;
            _sources = [new(published, random, _pool), new(published, random, _pool)];
            _source = _sources[0];
            var streams = new SlotStreams(1, 2, (ushort)(65_536 - random.Next(500)), (ushort)random.Next(65_536), uint.MaxValue - (uint)random.Next(900_000), "c");
            var (isCounted, startsInThePast) = (random.Chance(0.8), random.Chance(0.7));
            (_bursts, _each) = (new Twin(taken, streams, isCounted, startsInThePast), new Twin(taken, streams, isCounted, startsInThePast));
            Both(slot => slot.SwitchTo(_source.Track, _clock.Now));
        }

        public int Together => _bursts.Sender.Together;
        public int Ignored => _bursts.Sender.Ignored;
        public int Switches { get; private set; }
        public int Repaired { get; private set; }
        public int TooLarge { get; private set; }
        public int Backward => _sources.Sum(source => source.Backward);
        public int Late => _sources.Sum(source => source.Late);

        public void Step()
        {
            var now = _clock.Advance(_random.Next(15_000).Microseconds());
            var burst = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_source.Next(now));
            _bursts.Sender.Send(burst, now, _bursts.Take, _bursts.Dropped.Add);
            _each.Sender.SendEachInTurn(burst, now, _each.Take, _each.Dropped.Add);
            _bursts.Sender.CatchUp(now, _bursts.Take);
            _each.Sender.CatchUp(now, _each.Take);
            Turn(now);
            for (var i = _random.Next(4); i > 0; i--) Ask(now);
            Hear(now);
            Compare(now);
        }

        public override string ToString() =>
            $"{_each.Slot.PacketsSent} sent, {Together} together, {Ignored} ignored, {Switches} switches, {Repaired} repaired, {TooLarge} too large, {Backward} bursts back in time, {Late} late";

        public void Dispose()
        {
            foreach (var source in _sources) source.Dispose();
            Assert.Equal(0, _pool.Outstanding);
        }

        private void Turn(MonoTime now)
        {
            if (_random.Chance(0.02))
            {
                _source = _sources[_random.Next(2)];                   // the same: begin anew
                Both(slot => slot.SwitchTo(_source.Track, now));
            }
            else if (_random.Chance(0.03))
            {
                var wanted = _source.Track.Layers[_random.Next(_source.Track.Layers.Length)];
                Both(slot => slot.Wanted = wanted);
            }
            if (_each.Slot.NextDeadline <= now) Both(slot => slot.Tick(now));
            if (_random.Chance(0.02)) _source.Report(now);
            if (_random.Chance(0.02)) _source.Track.Trim(now);
        }

        private void Ask(MonoTime now)
        {
            var number = new SequenceNumber(unchecked((ushort)(_each.Newest + 3 - _random.Next(60))));
            var one = _bursts.Slot.OnNack(number, _one, now, out var length, out var again);
            var other = _each.Slot.OnNack(number, _other, now, out var otherLength, out var otherAgain);
            Assert.Equal((other, otherLength, otherAgain), (one, length, again));
            Assert.True(_one.AsSpan(0, length).SequenceEqual(_other.AsSpan(0, length)));
            if (one is null) Repaired++;
        }

        /// <summary>What else the slot sends, and what the viewer says of it.</summary>
        private void Hear(MonoTime now)
        {
            if (_random.Chance(0.05)) Same(_bursts.Slot.WriteSenderReport(_one, now), _each.Slot.WriteSenderReport(_other, now));
            if (_random.Chance(0.05)) Same(_bursts.Slot.WritePadding(200, _one), _each.Slot.WritePadding(200, _other));
            if (!_random.Chance(0.05)) return;
            var report = new ReportBlock(1, 0, _random.Next(200), unchecked((ushort)(_each.Newest - _random.Next(5))), 0, 0, 0);
            Both(slot => slot.OnReceiverReport(report, now));
        }

        private void Same(int length, int otherLength)
        {
            Assert.Equal(otherLength, length);
            Assert.True(_one.AsSpan(0, length).SequenceEqual(_other.AsSpan(0, length)));
        }

        private void Compare(MonoTime now)
        {
            Assert.Equal(_each.Sent.Count, _bursts.Sent.Count);
            for (var i = 0; i < _each.Sent.Count; i++) Assert.True(_each.Sent[i].AsSpan().SequenceEqual(_bursts.Sent[i]), $"packet {i} at {now} differs");
            Assert.Equal(_each.Dropped, _bursts.Dropped);
            TooLarge += _each.Dropped.Count(reason => reason == DropReason.TooLarge);
            _each.Forget();
            _bursts.Forget();
            var (one, other) = (_bursts.Slot, _each.Slot);
            Assert.Equal(
                (other.PacketsSent, other.OctetsSent, other.BitsPerSecond(now), other.FractionLost, other.IsCatchingUp, other.NextDeadline),
                (one.PacketsSent, one.OctetsSent, one.BitsPerSecond(now), one.FractionLost, one.IsCatchingUp, one.NextDeadline));
            Assert.Equal(_each.Transport?.Next, _bursts.Transport?.Next);
            Assert.Same(other.Layer, one.Layer);
            if (ReferenceEquals(other.Layer, _flowing)) return;
            _flowing = other.Layer;
            Switches++;
        }

        private void Both(Action<SubscribedTrack> what)
        {
            what(_bursts.Slot);
            what(_each.Slot);
        }
    }

    private sealed class Twin
    {
        public Twin(TrackFormat format, in SlotStreams streams, bool isCounted, bool startsInThePast)
        {
            Transport = isCounted ? new TransportSequence() : null;
            Slot = new SubscribedTrack([format], streams, Transport, startsInThePast);
            Sender = new BurstSender(Slot);
        }

        public SubscribedTrack Slot { get; }
        public BurstSender Sender { get; }
        public TransportSequence? Transport { get; }
        public List<byte[]> Sent { get; } = [];
        public List<DropReason> Dropped { get; } = [];
        public ushort Newest { get; private set; }

        public void Forget()
        {
            Sent.Clear();
            Dropped.Clear();
        }

        public void Take(ReadOnlySpan<byte> packet)
        {
            Sent.Add(packet.ToArray());
            Newest = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        }
    }
}
