using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>A picture whose path didn't carry it, and how it goes on.</summary>
public sealed class StandstillTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly PacketPool _pool = new();
    private readonly ProgramTrack _track = new(TestFormats.PublishedH264, TestFormats.Rids);
    private readonly Pacer _pacer = new();
    private readonly SubscribedTrack _slot;
    private readonly BurstSender _sender;
    private readonly long[] _sequences = [100, 200, 300];
    private readonly List<byte> _layers = [];

    public StandstillTests()
    {
        _slot = new([TestFormats.SlotH264], new SlotStreams(1, 2, 100, 0, 5, "c"), null, startsInThePast: false, _pacer);
        _sender = new BurstSender(_slot);
        _slot.SwitchTo(_track, _clock.Now);
    }

    [Fact]
    public void A_picture_that_stands_still_goes_on_with_its_own_layer_though_a_worse_ones_keyframe_comes_first()
    {
        StandStill();

        Send(Packet(0, isKeyframe: true));
        Assert.Null(_slot.Layer);
        Send(Packet(2, isKeyframe: true), Packet(0));

        Assert.Equal([2], _layers);
        Assert.Equal(0, _slot.SwitchesWithinAMinute(_clock.Now));
    }

    [Fact]
    public void A_picture_that_stands_still_goes_on_with_the_lower_layer_that_is_wanted_by_then()
    {
        StandStill();
        _slot.Wanted = _track.Layers[0];
        Assert.Equal(1, _slot.SwitchesWithinAMinute(_clock.Now));

        Send(Packet(2, isKeyframe: true), Packet(0, isKeyframe: true));
        Send(Packet(0));

        Assert.Equal([0, 0], _layers);
        Assert.Equal(1, _slot.SwitchesWithinAMinute(_clock.Now));
    }

    [Fact]
    public void Switches_count_when_they_happen_and_while_they_are_awaited()
    {
        Begin();
        _slot.Wanted = _track.Layers[0];
        Assert.Equal(1, _slot.SwitchesWithinAMinute(_clock.Now));
        _slot.Wanted = _track.Layers[2];
        Assert.Equal(0, _slot.SwitchesWithinAMinute(_clock.Now));      // thought better of, before any keyframe

        foreach (var layer in new[] { 0, 2 })
        {
            _slot.Wanted = _track.Layers[layer];
            Send(Packet(0, isKeyframe: true), Packet(2, isKeyframe: true));
        }

        Assert.Equal(2, _slot.SwitchesWithinAMinute(_clock.Now));
        Assert.Equal(1, _slot.SwitchesWithinAMinute(_clock.Now + 59_980.Milliseconds()));
        Assert.Equal(0, _slot.SwitchesWithinAMinute(_clock.Now + 1.Minutes()));
    }

    [Fact]
    public void What_was_shown_until_the_better_one_came_is_no_switch()
    {
        Send(Packet(2));
        _slot.Wanted = _track.Layers[2];
        Send(Packet(0, isKeyframe: true));
        Send(Packet(2, isKeyframe: true));

        Assert.Equal([0, 2], _layers);
        Assert.Equal(0, _slot.SwitchesWithinAMinute(_clock.Now));
    }

    public void Dispose()
    {
        _track.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    private void Begin()
    {
        _slot.Wanted = _track.Layers[2];
        Send(Packet(2, isKeyframe: true));
        Send(Packet(0), Packet(2));
        Assert.Equal([2, 2], _layers);
    }

    /// <summary>The path is full of something else until what waits is too old.</summary>
    private void StandStill()
    {
        Begin();
        for (var i = 0; i < 60 && _slot.Layer is not null; i++)
        {
            _pacer.Close(new PathEstimator(), planned: 200_000, steppingDown: true, _clock.Now);
            _pacer.Spend(20_000);
            Send(Packet(0), Packet(2));
            _slot.Tick(_clock.Now);
        }
        Assert.Null(_slot.Layer);
        Assert.NotEqual(0, _slot.TakeAbandoned());
        _pacer.Open();
        _layers.Clear();
    }

    /// <summary>33 ms later.</summary>
    private void Send(params SourcePacket[] burst)
    {
        var now = _clock.Advance(33.Milliseconds());
        foreach (ref var packet in burst.AsSpan())
        {
            (packet.Timestamp, packet.Buffer.Arrival) = ((uint)(now.Microseconds * 9 / 100), now);
            packet.Layer.Note(packet, now);
            packet.Buffer.Release();
        }
        _sender.Send(burst, now, Take, _ => { });
        _sender.CatchUp(now, Take);
    }

    private void Take(ReadOnlySpan<byte> packet) => _layers.Add(packet[^1]);

    private SourcePacket Packet(int layer, bool isKeyframe = false)
    {
        var packet = new SourcePacket
        {
            Buffer = _pool.Rent(),
            Layer = _track.Layers[layer],
            ExtendedSequence = _sequences[layer]++,
            HeaderLength = 24,
            PayloadLength = 100,
            Marker = true,
            IsKeyframe = isKeyframe,
            StartsFrame = true,
        };
        packet.Buffer.Span.Slice(24, 100).Fill((byte)layer);
        return packet;
    }
}
