using System.Buffers.Binary;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tests.Negotiation;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A viewer's page: Chromium's offer of five slots (audio, three of video, audio), each held to what a decoder needs.</summary>
internal sealed class VirtualViewer : VirtualClient
{
    private readonly Dictionary<uint, CheckingReceiver> _bySsrc = [];
    private readonly TransportFeedbackBuilder _feedback = new(1);
    private readonly byte[] _report = new byte[1200];
    private readonly byte _transportCc;

    public VirtualViewer(VirtualSfu sfu, StageView view, string? self, bool rtx = true, Func<string, string>? edit = null)
        : base(sfu, "viewer")
    {
        PublisherIdOrNull = self is null ? null : new PublisherId(self);
        var captured = rtx ? Offers.ChromiumSubscriber : Offers.ChromiumSubscriber.Replace(" rtx/90000", " unknown/90000", StringComparison.Ordinal);
        Accept(sfu.Stage.WatchAsync(view, PublisherIdOrNull, Offer(edit?.Invoke(captured) ?? captured, Fingerprint), CancellationToken.None));
        Receivers = [.. Answer.Media.Select(Receiver)];
        _transportCc = Answer.Media[0].ExtMaps.FirstOrDefault(e => e.Uri == HeaderExtensionUris.TransportWideCc)?.Id ?? 0;
    }

    /// <summary>An older client's offer.</summary>
    public static string WithoutTransportFeedback(string offer) => offer.Replace(" transport-cc", " none", StringComparison.Ordinal);

    /// <summary>Of a browser that has no redundant sound.</summary>
    public static string WithoutRedundancy(string offer) => offer.Replace(" red/48000/2", " unknown/48000/2", StringComparison.Ordinal);

    public PublisherId? PublisherIdOrNull { get; }

    /// <summary>Tells when each packet came, as browsers do where it is negotiated.</summary>
    public bool SendsFeedback { get; set; } = true;

    /// <summary>In the order of the m-lines: audio, video, video, video, audio.</summary>
    public IReadOnlyList<CheckingReceiver> Receivers { get; }

    public CheckingReceiver Sound => Receivers[0];
    public CheckingReceiver Picture => Receivers[1];

    public IEnumerable<string> Violations => Receivers.SelectMany(r => r.Violations);

    public string Table => string.Join(' ', Sfu.Slots[Session].Select(s => s.Publisher is { } publisher ? publisher.Value + (s.IsScreen ? "*" : "") : "-"));

    /// <summary>REMB: what the viewer thinks its path carries.</summary>
    public void SendEstimate(long bitsPerSecond)
    {
        Span<byte> packet = stackalloc byte[64];
        SendRtcp(packet[..ReceiverEstimatedMaximumBitrate.Write(packet, 1, bitsPerSecond, [Answer.Media[1].Ssrcs[0].Ssrc])]);
    }

    protected override void RunMedia(MonoTime now)
    {
        foreach (var receiver in Receivers) receiver.Run(now, SendRtcp);
        while (SendsFeedback && _feedback.TryWrite(_report, now, out var length)) SendRtcp(_report.AsSpan(0, length));
    }

    protected override void ReceiveRtp(ReadOnlySpan<byte> packet, MonoTime now)
    {
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        if (_transportCc != 0 && parsed.Extensions.TryGet(_transportCc, out var number) && number.Length == 2)
            _feedback.OnPacket(BinaryPrimitives.ReadUInt16BigEndian(number), parsed.Ssrc, packet.Length, now);
        Assert.True(_bySsrc.TryGetValue(parsed.Ssrc, out var receiver), "A packet has an SSRC that was never signalled.");
        receiver.Receive(packet, now);
    }

    protected override void ReceiveRtcp(ReadOnlySpan<byte> packets, MonoTime now)
    {
    }

    private CheckingReceiver Receiver(MediaDescription line)
    {
        var formats = new List<TrackFormat>();
        foreach (var payloadType in line.PayloadTypes)
        {
            var map = line.RtpMaps[payloadType];
            TrackCodec? codec = map.Is("opus") ? TrackCodec.Opus : map.Is("VP8") ? TrackCodec.Vp8 : map.Is("H264") ? TrackCodec.H264 : null;
            if (codec is not { } known) continue;
            byte? red = known != TrackCodec.Opus ? null : line.PayloadTypes.Where(pt => line.RtpMaps[pt].Is("red")).Select(pt => (byte?)pt).FirstOrDefault();
            byte? rtx = line.PayloadTypes.Where(pt => line.FormatParameter(pt, "apt") == $"{payloadType}").Select(pt => (byte?)pt).FirstOrDefault();
            formats.Add(new TrackFormat
            {
                Kind = line.Kind == "audio" ? MediaKind.Audio : MediaKind.Video,
                Codec = known,
                PayloadType = payloadType,
                RtxPayloadType = rtx,
                RedPayloadType = red,
                ClockRate = map.ClockRate,
                Mid = line.Mid,
            });
        }
        var rtxSsrc = line.Ssrcs.Count > 1 ? line.Ssrcs[1].Ssrc : 0;
        var receiver = new CheckingReceiver(formats, new SlotStreams(line.Ssrcs[0].Ssrc, rtxSsrc, 0, 0, 0, ""));
        _bySsrc[line.Ssrcs[0].Ssrc] = receiver;
        if (rtxSsrc != 0) _bySsrc[rtxSsrc] = receiver;
        return receiver;
    }
}
