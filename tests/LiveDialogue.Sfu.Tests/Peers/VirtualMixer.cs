using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tests.Tracks;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>The mixer's other end: a program of three layers and sound, marked as publisher 0xEE.</summary>
internal sealed class VirtualMixer
{
    public const byte Mark = 0xEE;

    private static readonly TrackFormat H264 = TestFormats.PublishedH264 with { RtxPayloadType = null, Extensions = default };
    private static readonly TrackFormat Opus = TestFormats.PublishedOpus with { Extensions = default };

    private static readonly IReadOnlyList<SyntheticLayer> Layers =
        [new("720", 1280, 720, 8), new("360", 640, 360, 3), new("180", 320, 180, 1)];

    private readonly SyntheticVideo _video;
    private readonly SyntheticAudio _audio;
    private readonly DatagramSink _sendVideo, _sendAudio, _sendReport;
    private readonly VirtualSfu _sfu;

    public VirtualMixer(VirtualSfu sfu)
    {
        _sfu = sfu;
        _video = new(Mark, H264, Layers, sfu.Network.Random);
        _audio = new(Mark, Opus, sfu.Network.Random);
        (_sendVideo, _sendAudio, _sendReport) = (SendVideo, SendAudio, SendReport);
        Feed = sfu.Stage.OpenProgram(layer =>
        {
            KeyframesWanted.Add((sfu.Network.Now, layer));
            _video.WantKeyframe();
        });
        sfu.Network.Join(Run);
    }

    public IProgramFeed Feed { get; }

    public bool SendsPictures { get; set; } = true;

    public bool SendsSound { get; set; } = true;

    /// <summary>Bytes, by the feed, for packets.</summary>
    public long AllocatedBySending { get; private set; }

    /// <summary>When, and in which layer.</summary>
    public List<(MonoTime At, int Layer)> KeyframesWanted { get; } = [];

    private void Run(MonoTime now)
    {
        if (SendsPictures) _video.Run(now, _sendVideo, _sendReport);
        if (SendsSound) _audio.Run(now, _sendAudio);
    }

    private void SendVideo(ReadOnlySpan<byte> rtp)
    {
        var layer = LayerOf(rtp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed.SendVideo(layer, rtp);
        AllocatedBySending += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void SendAudio(ReadOnlySpan<byte> rtp)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed.SendAudio(rtp);
        AllocatedBySending += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void SendReport(ReadOnlySpan<byte> datagram)
    {
        foreach (var packet in RtcpPackets.Enumerate(datagram))
        {
            if (!SenderReport.TryParse(packet, out var report)) continue;
            for (var layer = 0; layer < Layers.Count; layer++)
                if (_video.Streams[layer].Ssrc == report.Ssrc) Feed.SetClock(layer, report.NtpTime, report.RtpTimestamp);
        }
        var now = _sfu.Network.Now;
        Feed.SetClock(-1, _video.NtpAt(now), _audio.Stream.TimestampAt(now));
    }

    private int LayerOf(ReadOnlySpan<byte> rtp)
    {
        Assert.True(RtpPacket.TryParse(rtp, out var packet));
        for (var layer = 0; layer < Layers.Count; layer++)
            if (_video.Streams[layer].Ssrc == packet.Ssrc) return layer;
        throw new InvalidOperationException("A stream of nobody's.");
    }
}
