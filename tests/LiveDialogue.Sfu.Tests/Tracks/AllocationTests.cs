using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Tracks;

[Collection(Alone.Name)]
public sealed class AllocationTests
{
    [Fact]
    public void A_minute_of_forwarding_with_losses_switches_and_reports_allocates_nothing()
    {
        using var path = new Path();
        path.Run(10.Seconds());                                         // pools grow, code is compiled
        var forwarded = path.Forwarded;

        var before = GC.GetAllocatedBytesForCurrentThread();
        path.Run(60.Seconds());
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(path.Forwarded - forwarded > 20_000, $"{path.Forwarded - forwarded} packets were forwarded");
        Assert.True(path.Together > path.Forwarded / 3, $"{path.Together} of {path.Forwarded} packets went by bursts");
        Assert.True(path.Repaired > 100, $"{path.Repaired} packets were repaired");
        Assert.True(path.Restored > 200, $"{path.Restored} packets were restored");
        Assert.NotEqual(0, path.Probes);
        Assert.True(path.RtcpPackets > 1000, $"{path.RtcpPackets} RTCP packets were made");
    }

    /// <summary>One publisher with sound and picture, three viewers, a tenth lost before the SFU, bursts of a frame; every delegate made once.</summary>
    private sealed class Path : IRtcpOut, IDisposable
    {
        private readonly VirtualClock _clock = new();
        private readonly SeededRandom _random = new(81);
        private readonly PacketPool _pool = new();
        private readonly PublishedTrack _picture = new(TestFormats.PublishedVp8, TestFormats.Rids, 7);
        private readonly PublishedTrack _sound = new(TestFormats.PublishedRed, [], 7);
        private readonly SyntheticVideo _camera;
        private readonly SyntheticAudio _microphone;
        private readonly SubscribedTrack[][] _viewers = new SubscribedTrack[3][];
        private readonly Downlink[] _downlinks = new Downlink[3];
        private readonly TransportFeedbackBuilder[] _reports = [new(8), new(8), new(8)];
        private readonly LayerAllocation[] _layers = new LayerAllocation[3];
        private readonly TransportFeedbackBuilder _feedback = new(7);
        private readonly Loudness _loudness = new();
        private readonly byte[] _packet = new byte[1500];
        private readonly DatagramSink _rtp, _repair, _rtcp;
        private readonly List<SourcePacket> _pictures = new(256), _sounds = new(256);
        private readonly BurstSender[][] _senders = new BurstSender[3][];
        private readonly DatagramSink[] _send = new DatagramSink[3];
        private readonly Action<DropReason> _drop = _ => { };
        private int _steps;

        public Path()
        {
            _camera = new SyntheticVideo(1, TestFormats.PublishedVp8, SyntheticVideo.ThreeLayers, _random);
            _microphone = new SyntheticAudio(1, TestFormats.PublishedRed, _random) { Distance = 2 };
            for (var i = 0; i < _viewers.Length; i++)
            {
                _downlinks[i] = new Downlink(counted: i != 0);
                var transport = _downlinks[i].Numbers;
                _viewers[i] =
                [
                    new([i == 0 ? TestFormats.SlotOpus : TestFormats.SlotRed with { Nack = false }], new SlotStreams(10 + (uint)i, 0, 1, 0, 1, "c"), transport),
                    new([TestFormats.SlotVp8], new SlotStreams(20 + (uint)i, 30 + (uint)i, 65_000, 0, 1, "c"), transport),
                ];
                _senders[i] = [new(_viewers[i][0]), new(_viewers[i][1])];
                var viewer = i;
                _send[i] = packet => Sent(viewer, packet.Length, _clock.Now);
                _layers[i] = new LayerAllocation(_downlinks[i], _viewers[i]);
                _viewers[i][0].SwitchTo(_sound, _clock.Now);
                _viewers[i][1].SwitchTo(_picture, _clock.Now);
            }
            _rtp = datagram => { if (!_random.Chance(0.1)) Receive(datagram); };
            _repair = Receive;
            _rtcp = OnSenderReport;
        }

        public long Forwarded { get; private set; }
        public int Together => _senders.Sum(slots => slots.Sum(sender => sender.Together));
        public int Repaired { get; private set; }
        public int Restored { get; private set; }
        public int Probes { get; private set; }
        public int RtcpPackets { get; private set; }

        public void Run(TimeSpan span)
        {
            var end = _clock.Now + span;
            while (_clock.Now < end) Step(_clock.Advance(5.Milliseconds()));
        }

        public void Send(ReadOnlySpan<byte> packets)
        {
            RtcpPackets++;
            _camera.OnRtcp(packets, _repair);
            _microphone.OnRtcp(packets, _repair);
        }

        public void Dispose()
        {
            _picture.Dispose();
            _sound.Dispose();
        }

        private void Step(MonoTime now)
        {
            _steps++;
            _camera.Run(now, _rtp, _rtcp);
            _microphone.Run(now, _rtp);
            if (now >= _picture.NextDeadline) _picture.WriteRtcp(this, now);
            if (now >= _sound.NextDeadline) _sound.WriteRtcp(this, now);
            Flush(_sounds, slot: 0, now);
            Flush(_pictures, slot: 1, now);
            while (_feedback.TryWrite(_packet, now, out _)) RtcpPackets++;
            for (var i = 0; i < _viewers.Length; i++) Tick(i, now);
            if (_steps % 200 != 0) return;
            _picture.Trim(now);
            _sound.Trim(now);
        }

        private void Tick(int viewer, MonoTime now)
        {
            var slots = _viewers[viewer];
            foreach (var slot in slots)
                if (now >= slot.NextDeadline) slot.Tick(now);
            _downlinks[viewer].Tick(now);
            Hear(viewer, now);
            if (_steps % 40 == 0) _layers[viewer].Apply(now);
            if (_steps % 4000 == viewer) _downlinks[viewer].Reports.OnLoss(0.2, 500_000, now);
            if (_steps % 200 == 0) RtcpPackets += slots[1].WriteSenderReport(_packet, now) != 0 ? 1 : 0;
            if (_steps % 10 != 0) return;
            var number = new SequenceNumber(unchecked((ushort)(65_000 + slots[1].PacketsSent - 5)));
            if (slots[1].OnNack(number, _packet, now, out _, out _) is null) Repaired++;
        }

        private void Receive(ReadOnlySpan<byte> datagram)
        {
            var now = _clock.Now;
            var buffer = _pool.Rent();
            datagram.CopyTo(buffer.Span);
            (buffer.Length, buffer.Arrival) = (datagram.Length, now);
            if (RtpPacket.TryParse(buffer.Bytes, out var packet))
            {
                if (packet.Extensions.TryGet(3, out var transport)) _feedback.OnPacket((ushort)((transport[0] << 8) | transport[1]), packet.Ssrc, datagram.Length, now);
                var track = _sound.Claims(packet) ? _sound : _picture;
                var drop = track.Accept(buffer, packet, now, out var source);
                foreach (ref readonly var restored in track.Restored)
                {
                    Restored++;
                    Take(restored, now);
                }
                if (drop is null) Take(source, now);
            }
            buffer.Release();
        }

        private void Take(in SourcePacket source, MonoTime now)
        {
            if (source.AudioLevel is { } level) _loudness.OnPacket(level, now);
            source.Buffer.Hold();
            if (ReferenceEquals(source.Layer.Source, _sound))
            {
                _sounds.Add(source);
                return;
            }
            if (_pictures.Count > 0 && !ReferenceEquals(_pictures[^1].Layer, source.Layer)) Flush(_pictures, slot: 1, now);
            _pictures.Add(source);
        }

        private void Flush(List<SourcePacket> burst, int slot, MonoTime now)
        {
            if (burst.Count == 0) return;
            for (var i = 0; i < _senders.Length; i++)
            {
                _senders[i][slot].Send(CollectionsMarshal.AsSpan(burst), now, _send[i], _drop);
                _senders[i][slot].CatchUp(now, _send[i]);
            }
            foreach (var packet in burst) packet.Buffer.Release();
            burst.Clear();
        }

        private void Sent(int viewer, int length, MonoTime now)
        {
            Forwarded++;
            _downlinks[viewer].OnSent(length, now);
            if (_downlinks[viewer].Numbers is { } numbers && !_random.Chance(0.03))
                _reports[viewer].OnPacket(unchecked((ushort)(numbers.Next - 1)), 9, length, now);
        }

        private void Hear(int viewer, MonoTime now)
        {
            if (_downlinks[viewer].Path is not { } path) return;
            for (var wanted = path.TakePadding(now); wanted > 0;)
            {
                var length = _viewers[viewer][1].WritePadding(wanted, _packet);
                Assert.NotEqual(0, length);
                Sent(viewer, length, now);
                Probes++;
                wanted -= length;
            }
            while (_reports[viewer].TryWrite(_packet, now, out var written))
            {
                foreach (var packet in Wire.Rtcp.RtcpPackets.Enumerate(_packet.AsSpan(0, written)))
                    if (TransportFeedback.TryParse(packet, out var feedback)) path.OnFeedback(feedback, now);
            }
        }

        private void OnSenderReport(ReadOnlySpan<byte> datagram)
        {
            foreach (var packet in Wire.Rtcp.RtcpPackets.Enumerate(datagram))
                if (SenderReport.TryParse(packet, out var report)) _picture.OnSenderReport(report.Ssrc, report.NtpTime, report.RtpTimestamp, _clock.Now, out _);
        }
    }
}
