using System.Buffers.Binary;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Testing;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Mixer.Tests.Encoding;

public sealed class H264PacketizerTests
{
    private static readonly RtpStart Start = new(102, 0xCAFE_F00D, 65_530, 0xFFFF_0000);
    private static readonly byte[] Sps = [0x67, 0x42, 0xC0, 0x1F, 0xD9, 0x00, 0x50, 0x05, 0xBB, 0x01, 0x6C, 0x80, 0x00, 0x00, 0x03, 0x00, 0x80, 0x00, 0x00, 0x1E, 0x07, 0x8C, 0x19, 0x2C];
    private static readonly byte[] Pps = [0x68, 0xCB, 0x83, 0xCB, 0x20];
    private static readonly byte[] Configuration = [1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0, (byte)Sps.Length, .. Sps, 1, 0, (byte)Pps.Length, .. Pps];

    private readonly PacketLog _log = new();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Whatever_goes_in_comes_out_of_a_depacketizer_and_no_packet_is_too_long(int seed)
    {
        var random = new SeededRandom(seed);
        var packetizer = new H264Packetizer(0, Start, _log);
        packetizer.Configure(Configuration);
        var expected = new List<byte[]>();
        for (var tick = 0; tick < 200; tick++)
        {
            var keyframe = tick % 50 == 0;
            byte[][] nals = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(i => Nal(random, keyframe ? 0x65 : 0x41, first: i == 0))];
            packetizer.Send(new(EncodedTrack.Video720, ProgramTime.OfTick(tick, 30), keyframe, Avcc(nals)));
            expected.Add(AnnexB(keyframe ? [Sps, Pps, .. nals] : nals));
        }

        Assert.All(_log.Packets, p => Assert.InRange(p.Bytes.Length, RtpPacket.FixedHeaderLength + 2, H264Packetizer.MostBytes));
        Assert.Equal(expected, Depacketized());
    }

    [Fact]
    public void Sequence_runs_on_without_a_hole_and_timestamps_are_the_programs_clock_at_ninety_kilohertz()
    {
        var packetizer = new H264Packetizer(1, Start, _log);
        packetizer.Configure(Configuration);
        for (var tick = 0; tick < 31; tick++)
            packetizer.Send(new(EncodedTrack.Video360, ProgramTime.OfTick(tick, 30), tick == 0, Avcc([Nal(new(tick), 0x65, first: true)])));

        var sequence = new SequenceNumber(Start.Sequence);
        foreach (var (layer, bytes) in _log.Packets)
        {
            Assert.True(RtpPacket.TryParse(bytes, out var packet));
            Assert.Equal((1, Start.Ssrc, Start.PayloadType, sequence), (layer, packet.Ssrc, packet.PayloadType, packet.SequenceNumber));
            sequence = sequence.Next;
        }
        var times = _log.Packets.Select(p => BinaryPrimitives.ReadUInt32BigEndian(p.Bytes.AsSpan(4))).Distinct();
        Assert.Equal(Enumerable.Range(0, 31).Select(tick => unchecked(Start.Timestamp + 90_000 + (uint)(tick * 3000))), times);
    }

    [Fact]
    public void The_encoders_signature_is_left_out_and_the_marker_is_on_the_last_packet()
    {
        var packetizer = new H264Packetizer(0, Start, _log);
        packetizer.Configure(Configuration);
        packetizer.Send(new(EncodedTrack.Video720, ProgramTime.Start, true, Avcc([[0x06, 5, 1, 2, 3, 0x80], [0x65, 0x88, 1, 2], [0x06, 5, 1, 2, 3, 0x80]])));

        Assert.Equal(2, _log.Packets.Count);
        Assert.Equal(24, _log.Packets[0].Bytes[12] & 0x1F);
        Assert.Equal([0x65, 0x88, 1, 2], _log.Packets[1].Bytes[12..]);
        Assert.Equal([0, 0x80], _log.Packets.Select(p => p.Bytes[1] & 0x80));
    }

    [Fact]
    public void Lengths_that_lie_cost_only_what_they_lied_about()
    {
        var packetizer = new H264Packetizer(0, Start, _log);
        packetizer.Configure([1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0xFF, 0xFF, 1]);
        packetizer.Send(new(EncodedTrack.Video720, ProgramTime.Start, true, new byte[] { 0, 0, 0, 3, 0x65, 1, 2, 0x7F, 0xFF, 0xFF, 0xFF, 1 }));

        Assert.Equal([0x65, 1, 2], Assert.Single(_log.Packets).Bytes[12..]);
    }

    [Fact]
    public void A_packet_allocates_nothing()
    {
        var packetizer = new H264Packetizer(0, Start, new Nobody());
        packetizer.Configure(Configuration);
        var unit = new EncodedUnit(EncodedTrack.Video720, ProgramTime.Start, true, Avcc([Nal(new(1), 0x65, first: true)]));
        packetizer.Send(unit);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++) packetizer.Send(unit);
        }));
    }

    private IEnumerable<byte[]> Depacketized()
    {
        var depacketizer = new H264Depacketizer();
        foreach (var (_, bytes) in _log.Packets)
        {
            Assert.True(RtpPacket.TryParse(bytes, out var packet));
            if (depacketizer.Add(packet, afterGap: false)) yield return depacketizer.Frame.ToArray();
        }
    }

    // The first bit after the header of a slice is that of first_mb_in_slice: set for the picture's first.
    private static byte[] Nal(SeededRandom random, int type, bool first)
    {
        var nal = new byte[2 + random.Next(5000)];
        random.Fill(nal);
        (nal[0], nal[1]) = ((byte)type, (byte)(first ? nal[1] | 0x80 : nal[1] & 0x7F));
        return nal;
    }

    private static byte[] Avcc(byte[][] nals) => [.. nals.SelectMany(nal => (byte[])[0, 0, (byte)(nal.Length >> 8), (byte)nal.Length, .. nal])];

    private static byte[] AnnexB(byte[][] nals) => [.. nals.SelectMany(nal => (byte[])[0, 0, 0, 1, .. nal])];

    private sealed class Nobody : IProgramOutput
    {
        public void Video(int layer, ReadOnlySpan<byte> rtp) { }

        public void Audio(ReadOnlySpan<byte> rtp) { }

        public void Clock(int layer, ulong ntpTime, uint rtpTimestamp) { }
    }
}
