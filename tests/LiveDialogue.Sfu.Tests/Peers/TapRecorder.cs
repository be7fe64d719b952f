using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>The mixer's ear and eye: holds each source to what a decoder needs, and to what the tap promises of its packets.</summary>
internal sealed class TapRecorder : ITapSink
{
    private static readonly TrackFormat[] Formats =
    [
        new() { Kind = MediaKind.Audio, Codec = TrackCodec.Opus, PayloadType = 111, ClockRate = 48_000, Mid = "" },
        new() { Kind = MediaKind.Video, Codec = TrackCodec.Vp8, PayloadType = 96, ClockRate = 90_000, Mid = "" },
        new() { Kind = MediaKind.Video, Codec = TrackCodec.H264, PayloadType = 97, ClockRate = 90_000, Mid = "" },
    ];

    private readonly VirtualSfu _sfu;
    private readonly Dictionary<(string Publisher, TapSource Source), CheckingReceiver> _sources = [];

    public TapRecorder(VirtualSfu sfu)
    {
        _sfu = sfu;
        Tap = sfu.Stage.OpenTap(this);
        sfu.Network.Join(now =>
        {
            foreach (var source in _sources.Values) source.Run(now, _ => { });
        });
    }

    public ITap Tap { get; }

    /// <summary>Of the last packet of each source.</summary>
    public Dictionary<(string Publisher, TapSource Source), long> SenderMicroseconds { get; } = [];

    public TapCodec LastCodec { get; private set; }

    /// <summary>Thrown for each packet, while set.</summary>
    public Exception? Fault { get; set; }

    public int Packets { get; private set; }

    public IEnumerable<string> Violations => _sources.Values.SelectMany(s => s.Violations);

    public string Heard => string.Join(' ', _sources.Keys.Select(k => $"{k.Publisher}/{k.Source}").Order());

    public CheckingReceiver this[string publisher, TapSource source] => _sources[(publisher, source)];

    public void Want(string publisher, TapSource source, int pixels) => Tap.Want(new(publisher), source, pixels);

    public byte LastLayer(string publisher) => this[publisher, TapSource.Camera].Sources[^1].Layer;

    public void OnRtp(in TapPacket packet)
    {
        Packets++;
        if (Fault is { } fault) throw fault;
        Assert.True(RtpPacket.TryParse(packet.Rtp, out var rtp));
        Assert.Equal(12, rtp.HeaderLength);
        Assert.InRange(_sfu.Network.Now - packet.Arrival, TimeSpan.Zero, TimeSpan.FromMilliseconds(2));    // from another shard, a round later
        var key = (packet.Publisher.Value, packet.Source);
        if (!_sources.TryGetValue(key, out var source))
            _sources[key] = source = new CheckingReceiver(Formats, new SlotStreams(rtp.Ssrc, 0, 0, 0, 0, ""));
        source.Receive(packet.Rtp, _sfu.Network.Now);
        SenderMicroseconds[key] = packet.SenderMicroseconds;
        LastCodec = packet.Codec;
    }
}
