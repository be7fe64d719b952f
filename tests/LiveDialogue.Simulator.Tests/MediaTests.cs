using System.Buffers.Binary;
using LiveDialogue.Simulator.Demo;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Tests;

public sealed class MediaTests
{
    private static byte[] Ivf(params byte[][] frames)
    {
        var file = new List<byte>();
        var header = new byte[32];
        "DKIF"u8.CopyTo(header);
        "VP80"u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 10);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), 1);
        file.AddRange(header);
        foreach (var frame in frames)
        {
            var frameHeader = new byte[12];
            BinaryPrimitives.WriteInt32LittleEndian(frameHeader, frame.Length);
            file.AddRange(frameHeader);
            file.AddRange(frame);
        }
        return [.. file];
    }

    private static readonly byte[] Key = [0x10, 1], Inter1 = [0x11, 2], Inter2 = [0x11, 3];

    [Fact]
    public void A_loop_keeps_its_rate_and_begins_again()
    {
        var loop = VideoLoop.FromIvf(Ivf(Key, Inter1, Inter2));
        var start = new MonoTime(5_000_000);
        var sent = new List<(byte Id, uint Timestamp)>();
        for (var ms = 0; ms <= 400; ms += 20)
        {
            while (loop.TryNext(start + TimeSpan.FromMilliseconds(ms), out var frame)) sent.Add((frame.Data.Span[1], frame.Timestamp));
        }
        Assert.Equal([(1, 0u), (2, 9000u), (3, 18000u), (1, 27000u), (2, 36000u)], sent.Select(s => ((int)s.Id, s.Timestamp)));
    }

    [Fact]
    public void Asked_for_a_keyframe_a_loop_jumps_to_the_next_one()
    {
        var loop = VideoLoop.FromIvf(Ivf(Key, Inter1, Inter2));
        var start = new MonoTime(1);
        Assert.True(loop.TryNext(start, out _));

        loop.WantKeyframe();

        Assert.True(loop.TryNext(start + TimeSpan.FromMilliseconds(100), out var next));
        Assert.True(next.IsKeyframe);
        Assert.Equal(9000u, next.Timestamp);
    }

    [Fact]
    public void What_is_not_a_picture_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => VideoLoop.FromIvf([1, 2, 3]));
        Assert.Throws<InvalidDataException>(() => VideoLoop.FromIvf(Ivf(Inter1, Key)));
    }

    [Theory, InlineData(345, "LDT-05:45"), InlineData(-210, "LDT+03:30"), InlineData(0, "LDT+00:00"), InlineData(720, "LDT-12:00")]
    public void An_office_clock_is_a_POSIX_zone(int minutes, string zone) => Assert.Equal(zone, OfficePicture.PosixZone(minutes));

    [Fact]
    public void An_office_name_cannot_become_part_of_the_filter()
    {
        var filter = OfficePicture.ArgumentsFor("N'Djamena: 5%{x}\\", 0, "font.ttf").Single(a => a.StartsWith("drawbox", StringComparison.Ordinal));

        Assert.Contains("text='N\u2019Djamena\\: 5{x}'", filter, StringComparison.Ordinal);
    }

    [Fact]
    public void Offices_take_turns_and_only_one_speaks()
    {
        var second = Enumerable.Repeat((short)1000, Voice.SamplesPerSecond).ToArray();
        var turns = new Turns([[second], [second, second], []]);
        var speakers = new List<string>();
        var pcm = new short[960];
        for (var ms = 0; ms < 8000; ms += 500)
        {
            var speaking = "";
            for (var office = 0; office < 3; office++)
            {
                turns.Read(office, TimeSpan.FromMilliseconds(ms), pcm);
                if (pcm[0] != 0) speaking += office;
            }
            speakers.Add(speaking);
        }
        Assert.Equal(["0", "0", "", "", "1", "1", "", "", "0", "0", "", "", "1", "1", "", ""], speakers);
    }

    [Fact]
    public void The_level_of_silence_is_127_and_of_full_scale_0()
    {
        Assert.Equal(127, OfficeSound.Level(new short[960]));
        Assert.Equal(0, OfficeSound.Level([.. Enumerable.Repeat(short.MaxValue, 960)]));
        Assert.Equal(20, OfficeSound.Level([.. Enumerable.Repeat((short)3277, 960)]));
    }

    [Fact]
    public void Synthetic_video_has_the_bitrate_asked_for()
    {
        var video = SyntheticVideo.Create(1_500_000);
        long bytes = 0;
        var keyframes = 0;
        for (var i = 0; i < 600; i++)
        {
            Assert.True(video.TryNext(new MonoTime(1) + TimeSpan.FromSeconds(i == 0 ? 0 : (i / 30d) + 0.001), out var frame));
            bytes += frame.Data.Length;
            if (frame.IsKeyframe) keyframes++;
        }
        Assert.InRange(bytes * 8 / 20d, 1_480_000, 1_500_000);
        Assert.Equal(10, keyframes);
    }
}
