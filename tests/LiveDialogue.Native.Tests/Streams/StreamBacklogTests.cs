using System.Buffers.Binary;
using LiveDialogue.Native.Streams;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Tests.Streams;

public sealed class StreamBacklogTests
{
    private const uint Picture = 7, Sound = 9;

    [Fact]
    public void A_full_stream_loses_pictures_to_the_end_of_the_frame_and_keeps_the_sound()
    {
        var backlog = new StreamBacklog();
        while (backlog.TryAdd(Rtp(Picture, 1200, marker: false))) Assert.InRange(backlog.Length, 1, StreamBacklog.MostOfPictures);

        Assert.True(backlog.TryAdd(Rtp(Sound, 120, marker: false)));
        backlog.Sent(backlog.Length, default);
        Assert.False(backlog.TryAdd(Rtp(Picture, 1200, marker: false)));    // there is room, but its frame is lost
        Assert.False(backlog.TryAdd(Rtp(Picture, 300, marker: true)));
        Assert.True(backlog.TryAdd(Rtp(Picture, 1200, marker: false)));
    }

    [Fact]
    public void What_may_wait_of_pictures_is_what_the_stream_carries_in_400_ms()
    {
        var backlog = new StreamBacklog();
        var now = default(MonoTime);
        for (var i = 0; i < 40; i++)
        {
            while (backlog.TryAdd(Rtp(Picture, 1000, marker: true)))
            {
            }
            backlog.Sent(5_000, now += TimeSpan.FromMilliseconds(100));    // 400 kbit/s
        }
        Assert.InRange(backlog.Limit, 15_000, 25_000);
        backlog.Sent(backlog.Length, now += TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++) backlog.Sent(0, now += TimeSpan.FromSeconds(1));
        Assert.Equal(StreamBacklog.MostOfPictures, backlog.Limit);
    }

    [Fact]
    public void It_never_holds_more_than_its_limit_and_gives_it_back_in_order()
    {
        var backlog = new StreamBacklog();
        var added = new List<byte>();
        for (var i = 0; i < 10_000; i++)
        {
            var packet = Rtp(Sound, 100, marker: false);
            packet[1] = (byte)(i & 0x3F);
            if (backlog.TryAdd(packet)) added.Add(packet[1]);
            if (i % 500 == 499) Drain(added);
        }
        Drain(added);
        Assert.Equal(0, backlog.Length);
        Assert.False(backlog.TryAdd(new byte[StreamBacklog.Most]));

        void Drain(List<byte> expected)
        {
            Assert.InRange(backlog.Length, 0, StreamBacklog.Most);
            var frames = new StreamFrames(1500);
            var waiting = backlog.Waiting;
            var found = new List<byte>();
            while (frames.TryRead(ref waiting, out var frame)) found.Add(frame[1]);
            Assert.Equal(expected, found);
            expected.Clear();
            backlog.Sent(backlog.Length, default);
        }
    }

    private static byte[] Rtp(uint ssrc, int length, bool marker)
    {
        var packet = new byte[length];
        (packet[0], packet[1]) = (0x80, (byte)(marker ? 0xE0 : 0x60));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }
}
