using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>One slot, two speakers whose clocks have nothing in common, and packets made by hand, all at one moment.</summary>
internal sealed class TwoSpeakers : IDisposable
{
    private static readonly MonoTime Now = new(1_000_000);
    private readonly PacketPool _pool = new();
    private readonly SubscribedTrack _slot;
    private readonly BurstSender _sender;

    public TwoSpeakers(uint firstTimestamp)
    {
        (First, Second) = (new Speaker(_pool), new Speaker(_pool));
        _slot = new([TestFormats.SlotH264], new SlotStreams(1, 2, 100, 0, firstTimestamp, "c"), null);
        _sender = new BurstSender(_slot);
        _slot.SwitchTo(First.Track, Now);
    }

    public Speaker First { get; }
    public Speaker Second { get; }
    public List<uint> Timestamps { get; } = [];
    public List<int> Numbers { get; } = [];
    public List<DropReason> Dropped { get; } = [];

    public void SwitchToSecond() => _slot.SwitchTo(Second.Track, Now);

    public void Send(bool together, params SourcePacket[] burst)
    {
        var before = _sender.Together;
        if (together) _sender.Send(burst, Now, Take, Dropped.Add);
        else _sender.SendEach(burst, Now, Take, Dropped.Add);
        Assert.Equal(together ? burst.Length : 0, _sender.Together - before);
    }

    public void Dispose()
    {
        First.Track.Dispose();
        Second.Track.Dispose();
    }

    private void Take(ReadOnlySpan<byte> packet)
    {
        Numbers.Add(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        Timestamps.Add(BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));
    }

    internal sealed class Speaker(PacketPool pool)
    {
        public ProgramTrack Track { get; } = new(TestFormats.PublishedH264, []);

        /// <summary>Noted already, as all are before they are forwarded.</summary>
        public SourcePacket Packet(long sequence, uint timestamp, bool isKeyframe = false, int payload = 100)
        {
            var packet = new SourcePacket
            {
                Buffer = pool.Rent(),
                Layer = Track.Layers[0],
                ExtendedSequence = sequence,
                Timestamp = timestamp,
                HeaderLength = 24,
                PayloadLength = payload,
                IsKeyframe = isKeyframe,
                StartsFrame = isKeyframe,
            };
            packet.Buffer.Arrival = Now;
            Track.Layers[0].Note(packet, Now);
            packet.Buffer.Release();
            return packet;
        }
    }
}
