using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>One connection of a publisher: sends what its sources give, reports, and does what the server asks (keyframes, retransmissions).</summary>
internal sealed class Publisher : ITransportUser
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private readonly VideoSender? _video;
    private readonly AudioSender? _audio;
    private readonly IMonoClock _clock;
    private readonly Action<TransportEnd> _ended;
    private readonly Action _connected;
    private PeerTransport? _transport;
    private MonoTime _nextReport;

    /// <param name="stamps">Writes the time of sending into the payloads: for synthetic media only.</param>
    internal Publisher(
        Answer answer, PublisherSsrcs ssrcs, IVideoSource? video, IAudioSource? audio, SentPackets? stamps, IMonoClock clock, Action connected, Action<TransportEnd> ended)
    {
        (_clock, _connected, _ended) = (clock, connected, ended);
        var counter = new TransportCounter();
        if (audio is not null && answer.Media.FirstOrDefault(m => m.Kind == "audio" && m.Takes(Offer.Opus)) is { } sound)
            _audio = new(audio, new(Offer.Opus, ssrcs.Audio, 48_000, sound, counter), stamps);
        if (video is not null && answer.Media.FirstOrDefault(m => m.Kind == "video" && m.Takes(Offer.Vp8)) is { } picture)
        {
            var repair = picture.Takes(Offer.Vp8Repair) ? new OutgoingStream(Offer.Vp8Repair, ssrcs.Repair, 90_000, picture, counter) : null;
            _video = new(video, new(Offer.Vp8, ssrcs.Video, 90_000, picture, counter), repair, stamps);
        }
    }

    public MonoTime NextDeadline
    {
        get
        {
            var next = _nextReport;
            if (_audio is not null) next = MonoTime.Earlier(next, _audio.NextDue);
            if (_video is not null) next = MonoTime.Earlier(next, _video.NextDue);
            return next;
        }
    }

    public void Connected(PeerTransport transport, MonoTime now)
    {
        _transport = transport;
        _video?.KeyframeAsked(); // a new connection begins with a picture that can be decoded
        _connected();
        Tick(transport, now);
    }

    public bool WantsRtp(ReadOnlySpan<byte> protectedPacket) => false;

    public void Rtp(ReadOnlySpan<byte> packet, MonoTime arrival, MonoTime taken)
    {
        // a publisher is sent none
    }

    public void Rtcp(ReadOnlySpan<byte> compound, MonoTime arrival)
    {
        if (_video is null || _transport is null) return;
        foreach (var packet in RtcpPackets.Enumerate(compound))
        {
            if (PictureLossIndication.TryParse(packet, out _) || FullIntraRequest.TryParse(packet, out _))
            {
                _video.KeyframeAsked();
            }
            else if (GenericNack.TryParse(packet, out var nack) && nack.MediaSsrc == _video.Stream.Ssrc)
            {
                foreach (var missing in nack) _video.Resend(_transport, missing);
            }
        }
    }

    public void Tick(PeerTransport transport, MonoTime now)
    {
        _audio?.SendDue(transport, now, _clock);
        _video?.SendDue(transport, now, _clock);
        if (now < _nextReport) return;

        _nextReport = now + ReportInterval;
        Report(transport, _audio?.Stream);
        Report(transport, _video?.Stream);
        Report(transport, _video?.Repair);
    }

    public void Ended(TransportEnd reason) => _ended(reason);

    private static void Report(PeerTransport transport, OutgoingStream? stream)
    {
        var length = stream?.WriteReport(transport.Reserve()) ?? 0;
        if (length > 0) transport.SendRtcp(length);
    }
}
