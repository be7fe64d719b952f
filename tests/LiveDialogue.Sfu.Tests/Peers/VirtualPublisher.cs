using LiveDialogue.Sfu.Tests.Negotiation;
using LiveDialogue.Sfu.Tests.Tracks;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A speaker's page: Chromium's offer, a microphone and a camera in three layers.</summary>
internal sealed class VirtualPublisher : VirtualClient
{
    private readonly DatagramSink _sendRtp;
    private readonly DatagramSink _sendRtcp;

    public VirtualPublisher(VirtualSfu sfu, string id, string? certificate)
        : base(sfu, certificate ?? id, signalled: id)
    {
        Id = id;
        var transport = new TransportSequence();
        var number = (byte)id[0];
        Video = new(number, TestFormats.PublishedVp8, SyntheticVideo.ThreeLayers, sfu.Network.Random, transport);
        Audio = new(number, TestFormats.PublishedOpus, sfu.Network.Random, transport);
        (_sendRtp, _sendRtcp) = (SendRtp, SendRtcp);
        Accept(sfu.Stage.PublishAsync(new(id), Offer(Offers.ChromiumPublisher, Fingerprint), CancellationToken.None));
    }

    public string Id { get; }
    public SyntheticVideo Video { get; }
    public SyntheticAudio Audio { get; }
    public bool IsSilent { get; set; }

    protected override void RunMedia(MonoTime now)
    {
        if (IsSilent) return;
        Video.Run(now, _sendRtp, _sendRtcp);
        Audio.Run(now, _sendRtp);
    }

    protected override void ReceiveRtp(ReadOnlySpan<byte> packet, MonoTime now) => Assert.Fail("A publisher was sent media.");

    protected override void ReceiveRtcp(ReadOnlySpan<byte> packets, MonoTime now)
    {
        Video.OnRtcp(packets, _sendRtp);
        Audio.OnRtcp(packets, _sendRtp);
    }
}
