using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>Publishers, one forwarding shard and viewers, without sockets or encryption, over lossy links in virtual time.</summary>
internal sealed class TestStage : IDisposable
{
    private readonly List<Publisher> _publishers = [];
    private readonly List<Viewer> _viewers = [];

    public TestStage(int seed, LinkConditions? up = null, LinkConditions? down = null)
    {
        Network = new VirtualNetwork(seed);
        (Up, Down) = (up ?? new(), down ?? new());
        Console.WriteLine($"seed {seed}");
    }

    public VirtualNetwork Network { get; }
    public PacketPool Pool { get; } = new();
    public LinkConditions Up { get; }
    public LinkConditions Down { get; }
    public MonoTime Now => Network.Now;

    public Publisher PublishVideo(byte id, TrackFormat format, IReadOnlyList<SyntheticLayer>? layers = null)
    {
        layers ??= SyntheticVideo.ThreeLayers;
        var track = new PublishedTrack(format, layers.Count == 1 ? [] : TestFormats.Rids, localSsrc: 7);
        var publisher = new Publisher(this, track, new SyntheticVideo(id, format, layers, Network.Random), audio: null);
        _publishers.Add(publisher);
        return publisher;
    }

    public Publisher PublishAudio(byte id, TrackFormat? format = null)
    {
        format ??= TestFormats.PublishedOpus;
        var track = new PublishedTrack(format, [], localSsrc: 7);
        var publisher = new Publisher(this, track, video: null, new SyntheticAudio(id, format, Network.Random));
        _publishers.Add(publisher);
        return publisher;
    }

    public Viewer Watch(params TrackFormat[] formats) => Watch(firstSequence: 65_500, formats);

    public Viewer Watch(ushort firstSequence, params TrackFormat[] formats)
    {
        var streams = new SlotStreams(0x1000 + (uint)_viewers.Count, 0x2000 + (uint)_viewers.Count, firstSequence, 30, uint.MaxValue - 90_000, "viewer");
        var viewer = new Viewer(this, formats, streams);
        _viewers.Add(viewer);
        return viewer;
    }

    public void RunFor(TimeSpan span)
    {
        var end = Network.Now + span;
        while (Network.Now < end)
        {
            var now = Network.Clock.Advance(1.Milliseconds());
            foreach (var publisher in _publishers) publisher.Run(now);
            foreach (var viewer in _viewers) viewer.Run(now);
        }
    }

    public void Dispose()
    {
        foreach (var publisher in _publishers) publisher.Track.Dispose();
    }

    private void Forward(in SourcePacket packet, MonoTime now)
    {
        foreach (var viewer in _viewers)
            if (ReferenceEquals(viewer.Slot.Source, packet.Layer.Source)) viewer.Forward(packet, now);
    }

    internal sealed class Publisher(TestStage stage, PublishedTrack track, SyntheticVideo? video, SyntheticAudio? audio) : IRtcpOut
    {
        private readonly VirtualLink _up = stage.Network.Link(stage.Up);
        private readonly VirtualLink _upRtcp = stage.Network.Link(stage.Up);
        private readonly VirtualLink _down = stage.Network.Link(stage.Up);
        private MonoTime _now;

        public PublishedTrack Track => track;
        public SyntheticVideo Video => video!;                          // the test that asks published video
        public SyntheticAudio Audio => audio!;
        public List<byte[]> Rtcp { get; } = [];
        public Dictionary<DropReason, int> Drops { get; } = [];
        public bool IsSilent { get; set; }
        public int Restored { get; private set; }

        /// <summary>The numbers of what came, by itself or as a repair.</summary>
        public HashSet<ushort> Came { get; } = [];

        public void Send(ReadOnlySpan<byte> packets)
        {
            Rtcp.Add(packets.ToArray());
            _down.Send(packets, _now);
        }

        public void Run(MonoTime now)
        {
            _now = now;
            if (!IsSilent)
            {
                video?.Run(now, d => _up.Send(d, now), d => _upRtcp.Send(d, now));
                audio?.Run(now, d => _up.Send(d, now));
            }
            while (_up.TryReceive(now, out var datagram)) Receive(datagram, now);
            while (_upRtcp.TryReceive(now, out var datagram)) ReceiveRtcp(datagram, now);
            if (now >= track.NextDeadline) track.WriteRtcp(this, now);
            while (_down.TryReceive(now, out var datagram))
            {
                video?.OnRtcp(datagram, d => _up.Send(d, now));
                audio?.OnRtcp(datagram, d => _up.Send(d, now));
            }
        }

        public void Receive(ReadOnlySpan<byte> datagram, MonoTime now)
        {
            var buffer = stage.Pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, now);
            Assert.True(RtpPacket.TryParse(buffer.Bytes, out var packet));
            Came.Add(packet.SequenceNumber.Value);
            var drop = track.Accept(buffer, packet, now, out var source);
            foreach (ref readonly var restored in track.Restored)
            {
                Restored++;
                stage.Forward(restored, now);
            }
            if (drop is { } reason) Drops[reason] = Drops.GetValueOrDefault(reason) + 1;
            else stage.Forward(source, now);
            buffer.Release();
        }

        private void ReceiveRtcp(ReadOnlySpan<byte> datagram, MonoTime now)
        {
            foreach (var packet in RtcpPackets.Enumerate(datagram))
                if (SenderReport.TryParse(packet, out var report)) track.OnSenderReport(report.Ssrc, report.NtpTime, report.RtpTimestamp, now, out _);
        }
    }

    internal sealed class Viewer
    {
        private readonly TestStage _stage;
        private readonly VirtualLink _down;
        private readonly VirtualLink _up;
        private readonly byte[] _packet = new byte[1500];
        private readonly BurstSender _sender;
        private readonly DatagramSink _send;
        private readonly Action<DropReason> _drop;

        public Viewer(TestStage stage, IReadOnlyList<TrackFormat> formats, SlotStreams streams)
        {
            _stage = stage;
            (_down, _up) = (stage.Network.Link(stage.Down), stage.Network.Link(stage.Down));
            Slot = new SubscribedTrack(formats, streams, new TransportSequence());
            _sender = new BurstSender(Slot);
            (_send, _drop) = (packet => _down!.Send(packet, _stage.Now), reason => Drops[reason] = Drops.GetValueOrDefault(reason) + 1);
            Receiver = new CheckingReceiver(formats, streams);
        }

        public SubscribedTrack Slot { get; }
        public CheckingReceiver Receiver { get; }
        public VirtualLink Link => _down;
        public Dictionary<DropReason, int> Drops { get; } = [];

        public void Forward(in SourcePacket packet, MonoTime now)
        {
            _sender.Send(new(in packet), now, _send, _drop);
            _sender.CatchUp(now, _send);
        }

        public void Run(MonoTime now)
        {
            if (now >= Slot.NextDeadline) Slot.Tick(now);
            _sender.CatchUp(now, _send);
            while (_down.TryReceive(now, out var datagram)) Receiver.Receive(datagram, now);
            Receiver.Run(now, d => _up.Send(d, now));
            while (_up.TryReceive(now, out var datagram)) ReceiveRtcp(datagram, now);
        }

        public void AssertWhole(int atLeastFrames)
        {
            Assert.Empty(Receiver.Violations);
            Assert.Equal(0, Receiver.Lost);
            Assert.True(Receiver.Frames >= atLeastFrames, $"{Receiver.Frames} frames came whole, of at least {atLeastFrames}");
        }

        private void ReceiveRtcp(ReadOnlySpan<byte> datagram, MonoTime now)
        {
            foreach (var packet in RtcpPackets.Enumerate(datagram))
            {
                if (PictureLossIndication.TryParse(packet, out _)) Slot.OnPli();
                if (!GenericNack.TryParse(packet, out var nack)) continue;
                foreach (var number in nack)
                    if (Slot.OnNack(number, _packet, now, out var length, out _) is null) _down.Send(_packet.AsSpan(0, length), now);
            }
        }
    }
}
