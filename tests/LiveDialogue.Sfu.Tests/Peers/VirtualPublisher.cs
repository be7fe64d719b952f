using System.Buffers.Binary;
using LiveDialogue.Sfu.Tests.Negotiation;
using LiveDialogue.Sfu.Tests.Tracks;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing.Media;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Tests.Peers;

/// <summary>A speaker's page: Chromium's offer, a microphone, a camera in three layers and, if asked, a screen.</summary>
internal sealed class VirtualPublisher : VirtualClient
{
    private readonly DatagramSink _sendRtp;
    private readonly DatagramSink _sendRtcp;

    /// <param name="redundant">Its sound comes with a copy of the packet before in each (RFC 2198).</param>
    public VirtualPublisher(VirtualSfu sfu, string id, string? certificate, bool screen = false, bool redundant = false)
        : base(sfu, certificate ?? id, signalled: id)
    {
        Id = id;
        var transport = new TransportSequence();
        var number = (byte)id[0];
        Video = new(number, TestFormats.PublishedVp8, SyntheticVideo.ThreeLayers, sfu.Network.Random, transport);
        Audio = new(number, redundant ? TestFormats.PublishedOpus with { RedPayloadType = 63 } : TestFormats.PublishedOpus, sfu.Network.Random, transport);
        if (screen)
            Screen = new((byte)char.ToUpperInvariant(id[0]), TestFormats.PublishedVp8 with { Mid = "2" }, [new(null, 1920, 1080, 3)], sfu.Network.Random, transport);
        (_sendRtp, _sendRtcp) = (SendRtp, SendRtcp);
        Accept(sfu.Stage.PublishAsync(new(id), Offer(screen ? WithScreen(Offers.ChromiumPublisher) : Offers.ChromiumPublisher, Fingerprint), CancellationToken.None));
    }

    public string Id { get; }
    public SyntheticVideo Video { get; }
    public SyntheticAudio Audio { get; }

    /// <summary>Marked with the capital letter.</summary>
    public SyntheticVideo? Screen { get; }
    public bool IsSilent { get; set; }

    /// <summary>What it was told by REMB, each time.</summary>
    public List<long> Allowed { get; } = [];

    protected override void RunMedia(MonoTime now)
    {
        if (IsSilent) return;
        Video.Run(now, _sendRtp, _sendRtcp);
        Screen?.Run(now, _sendRtp, _sendRtcp);
        Audio.Run(now, _sendRtp);
    }

    protected override void ReceiveRtp(ReadOnlySpan<byte> packet, MonoTime now) => Assert.Fail("A publisher was sent media.");

    protected override void ReceiveRtcp(ReadOnlySpan<byte> packets, MonoTime now)
    {
        Video.OnRtcp(packets, _sendRtp);
        Screen?.OnRtcp(packets, _sendRtp);
        Audio.OnRtcp(packets, _sendRtp);
        foreach (var packet in RtcpPackets.Enumerate(packets))
        {
            if (packet.Type == RtcpType.ExtendedReport) AnswerTime(packet.Body);
            if (ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate)) Allowed.Add(estimate.BitsPerSecond);
        }
    }

    /// <summary>A receiver's reference time comes back at once (RFC 3611 §4.5), with no delay of ours.</summary>
    private void AnswerTime(ReadOnlySpan<byte> body)
    {
        Span<byte> answer = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32BigEndian(answer, 0x80CF_0005);
        BinaryPrimitives.WriteUInt32BigEndian(answer[4..], Audio.Stream.Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(answer[8..], 0x0500_0003);
        body[..4].CopyTo(answer[12..]);
        body.Slice(10, 4).CopyTo(answer[16..]);                         // the middle of its NTP time
        answer[20..].Clear();
        SendRtcp(answer);
    }

    /// <summary>The camera's m-line once more, without its layers.</summary>
    private static string WithScreen(string offer)
    {
        var camera = offer[offer.IndexOf("m=video", StringComparison.Ordinal)..];
        var screen = camera[..camera.IndexOf("a=rid:", StringComparison.Ordinal)].Replace("a=mid:1", "a=mid:2", StringComparison.Ordinal);
        return offer.Replace("BUNDLE 0 1", "BUNDLE 0 1 2", StringComparison.Ordinal) + screen;
    }
}
