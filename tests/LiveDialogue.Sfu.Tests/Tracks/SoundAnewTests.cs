using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>A speaker's voice that starts anew under another SSRC.</summary>
public sealed class SoundAnewTests
{
    [Fact]
    public void A_voice_that_starts_anew_is_heard_from_its_first_packet_on()
    {
        var clock = new VirtualClock();
        var pool = new PacketPool();
        using var microphone = new Microphone();
        var slot = new SubscribedTrack([TestFormats.SlotOpus with { Nack = false }], new SlotStreams(1, 2, 100, 0, 5, "c"), transport: null);
        slot.SwitchTo(microphone, clock.Now);
        var sender = new BurstSender(slot);
        var sent = 0;

        Speak(20);
        clock.Advance(1100.Milliseconds());
        microphone.StartAnew();
        Speak(5);

        Assert.Equal(25, sent);

        void Speak(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                var now = clock.Advance(20.Milliseconds());
                var packet = new SourcePacket { Buffer = pool.Rent(), Layer = microphone.Layers[0], ExtendedSequence = 100 + i, Timestamp = (uint)(now.Microseconds * 48 / 1000), HeaderLength = 24, PayloadLength = 40, StartsFrame = true };
                packet.Buffer.Arrival = now;
                packet.Layer.Note(packet, now);
                packet.Buffer.Release();
                sender.Send([packet], now, _ => sent++, _ => { });
            }
        }
    }

    private sealed class Microphone() : TrackSource(TestFormats.PublishedOpus, [])
    {
        public void StartAnew() => Replace(0);

        public override void RequestKeyframe(PublishedLayer layer)
        {
        }
    }
}
