using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>A camera whose three layers come interleaved, as browsers send them: q of one packet a frame, h of two and f of four.</summary>
public sealed class InterleavedTests : IDisposable
{
    // As they come: each layer's packets in order, and nothing else.
    private const string Interleaved = "qfhfhff";
    private const int PayloadLength = 40;
    private readonly VirtualClock _clock = new();
    private readonly PacketPool _pool = new();
    private readonly ProgramTrack _track = new(TestFormats.PublishedVp8, TestFormats.Rids);
    private readonly long[] _sequences = [100, 200, 300];
    private ushort _frame = 7;

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Of_mixed_bursts_the_flowing_layer_goes_together_and_is_to_the_byte_what_goes_one_by_one(int layer)
    {
        var (together, each) = (new End(_track), new End(_track));
        together.Wants(layer);
        each.Wants(layer);
        var first = Frame(Interleaved, keyframe: true);
        together.Send(first, _clock.Now);
        each.Send(first, _clock.Now);
        var (begun, ignored) = (each.Sent.Count, together.Sender.Ignored);

        for (var i = 0; i < 40; i++)
        {
            var burst = Frame(Interleaved);
            if (i % 4 == 0) burst = [.. burst, .. Frame("hfqfhff")];    // two frames at once
            together.Send(burst, _clock.Now);
            each.SendEach(burst, _clock.Now);
        }

        Assert.Equal(each.Sent, together.Sent);
        Assert.Equal(each.Dropped.Order(), together.Dropped.Order());
        Assert.Equal(50 * (1 << layer), together.Sent.Count - begun);
        Assert.Equal(together.Sent.Count - begun, together.Sender.Together);
        Assert.Equal(50 * (7 - (1 << layer)), together.Sender.Ignored - ignored);
    }

    [Fact]
    public void Up_to_a_better_layer_the_old_ones_frame_goes_whole_before_the_keyframe()
    {
        var viewer = new End(_track);
        viewer.Wants(1);
        viewer.Send(Frame(Interleaved, keyframe: true), _clock.Now);
        viewer.Send(Frame(Interleaved), _clock.Now);
        viewer.Forget();

        viewer.Wants(2);
        viewer.Send(Frame(Interleaved), _clock.Now);                   // no keyframe yet
        viewer.Send(Frame("qhffhff", keyframe: true), _clock.Now);
        viewer.Send(Frame(Interleaved), _clock.Now);

        Assert.Equal("hh hh ffff ffff", viewer.Story);
    }

    [Fact]
    public void Down_to_a_smaller_layer_nothing_of_the_old_one_follows_the_keyframe()
    {
        var viewer = new End(_track);
        viewer.Wants(2);
        viewer.Send(Frame(Interleaved, keyframe: true), _clock.Now);
        viewer.Forget();

        viewer.Wants(0);
        viewer.Send(Frame(Interleaved), _clock.Now);
        viewer.Send(Frame(Interleaved, keyframe: true), _clock.Now);
        viewer.Send(Frame(Interleaved), _clock.Now);

        Assert.Equal("ffff q q", viewer.Story);
        Assert.Equal(4 + 1 + 1, viewer.Numbers.Distinct().Count());
    }

    [Fact]
    public void What_is_late_of_the_layer_before_fills_its_hole_out_of_a_mixed_burst()
    {
        var viewer = new End(_track);
        viewer.Wants(1);
        viewer.Send(Frame(Interleaved, keyframe: true), _clock.Now);
        var burst = Frame(Interleaved);
        var late = burst.Single(p => p.Layer.Index == 1 && !p.Marker);
        viewer.Send([.. burst.Where(p => p.ExtendedSequence != late.ExtendedSequence)], _clock.Now);
        viewer.Wants(2);
        viewer.Send(Frame(Interleaved, keyframe: true), _clock.Now);
        var newest = viewer.Numbers[^1];
        viewer.Forget();

        var last = Frame(Interleaved);
        viewer.Send([.. last[..3], late, .. last[3..]], _clock.Now);

        Assert.Equal("ffff h", viewer.Story);                          // in another frame's turn, under its own number
        Assert.Equal([newest + 1, newest + 2, newest + 3, newest + 4], viewer.Numbers[..4]);
        Assert.InRange(viewer.Numbers[4], 0, newest - 4);
    }

    [Fact]
    public void Where_nothing_flows_nothing_of_another_layer_follows_the_wanted_ones_keyframe()
    {
        var viewer = new End(_track);
        viewer.Wants(2);

        viewer.Send(Frame("fhqhfff", keyframe: true), _clock.Now);

        Assert.Equal("ffff", viewer.Story);
    }

    [Fact]
    public void Sorting_keeps_each_layers_order_and_allocates_nothing_once_it_knows_the_length()
    {
        var sorter = new BurstSorter();
        SourcePacket[] came = [.. Frame(Interleaved), .. Frame("hfqfhff")];
        var burst = new SourcePacket[came.Length];
        came.CopyTo(burst, 0);
        var sorted = sorter.Sort(burst);
        Assert.Equal(came.Where(p => p.Layer.Index == 2).Select(p => p.ExtendedSequence), burst[2..10].Select(p => p.ExtendedSequence));
        Assert.Equal([(0, 2), (2, 8), (1, 4)], sorted.Runs.ToArray().Select(r => (r.Layer.Index, r.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            came.CopyTo(burst, 0);
            sorter.Sort(burst);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    public void Dispose()
    {
        _track.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    /// <summary>A frame of each layer, a letter a packet; 33 ms after the one before.</summary>
    private SourcePacket[] Frame(string packets, bool keyframe = false)
    {
        var now = _clock.Advance(33.Milliseconds());
        _frame++;
        var burst = new SourcePacket[packets.Length];
        for (var i = 0; i < packets.Length; i++)
        {
            var index = "qhf".IndexOf(packets[i], StringComparison.Ordinal);
            var starts = packets.IndexOf(packets[i], StringComparison.Ordinal) == i;
            burst[i] = new SourcePacket
            {
                Buffer = _pool.Rent(),
                Layer = _track.Layers[index],
                ExtendedSequence = _sequences[index]++,
                Timestamp = (uint)((now.Microseconds * 9 / 100) + (index * 1_000_000)),
                HeaderLength = 24,
                PayloadLength = PayloadLength,
                IsKeyframe = keyframe && starts,
                StartsFrame = starts,
                Marker = packets.LastIndexOf(packets[i]) == i,
                PictureId = _frame,
                Tl0PicIdx = (byte)_frame,
            };
            var buffer = burst[i].Buffer;
            buffer.Arrival = now;
            var payload = buffer.Span.Slice(24, PayloadLength);
            payload.Fill((byte)index);
            payload[0] = (byte)(0x80 | (starts ? 0x10 : 0));           // X, S
            payload[1] = 0xE0;                                         // I, L, T
            BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(_frame | 0x8000));
            payload[4] = (byte)_frame;
            payload[6] = keyframe && starts ? (byte)0 : (byte)1;
            burst[i].Layer.Note(burst[i], now);
            buffer.Release();
        }
        return burst;
    }

    /// <summary>A viewer's slot and what left by it.</summary>
    private sealed class End
    {
        private readonly ProgramTrack _track;
        private readonly SubscribedTrack _slot;

        public End(ProgramTrack track)
        {
            _track = track;
            _slot = new([TestFormats.SlotVp8], new SlotStreams(1, 2, 100, 0, 5, "c"), new TransportSequence(), startsInThePast: false);
            Sender = new BurstSender(_slot);
            _slot.SwitchTo(track, new MonoTime(0));
        }

        public BurstSender Sender { get; }
        public List<byte[]> Sent { get; } = [];
        public List<DropReason> Dropped { get; } = [];
        public List<int> Numbers => [.. Sent.Select(p => (int)BinaryPrimitives.ReadUInt16BigEndian(p.AsSpan(2)))];

        /// <summary>The layer of each packet, frames apart.</summary>
        public string Story
        {
            get
            {
                var story = "";
                uint? last = null;
                foreach (var packet in Sent)
                {
                    var timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4));
                    if (last is { } before && before != timestamp) story += ' ';
                    story += "qhf"[packet[^1]];
                    last = timestamp;
                }
                return story;
            }
        }

        public void Wants(int layer) => _slot.Wanted = _track.Layers[layer];

        public void Send(ReadOnlySpan<SourcePacket> burst, MonoTime now)
        {
            Sender.Send(burst, now, Take, Dropped.Add);
            Sender.CatchUp(now, Take);
        }

        public void SendEach(ReadOnlySpan<SourcePacket> burst, MonoTime now)
        {
            Sender.SendEach(burst, now, Take, Dropped.Add);
            Sender.CatchUp(now, Take);
        }

        public void Forget()
        {
            Sent.Clear();
            Dropped.Clear();
        }

        private void Take(ReadOnlySpan<byte> packet) => Sent.Add(packet.ToArray());
    }
}
