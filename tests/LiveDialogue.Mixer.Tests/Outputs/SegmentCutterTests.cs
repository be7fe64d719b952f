using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Mixer.Outputs.Mp4;

namespace LiveDialogue.Mixer.Tests.Outputs;

public sealed class SegmentCutterTests
{
    private const int Fps = 30;

    private static readonly byte[] AacStereo = [0x11, 0x90];

    [Fact]
    public void A_keyframe_a_little_late_makes_the_segment_longer_and_the_next_one_shorter()
    {
        var cuts = Cut(8, isKeyframe: n => n is 0 or 64 or 120 or 180);

        Assert.Equal([(0, 64, false), (64, 56, false), (120, 60, false), (180, 60, false)], cuts);
    }

    [Fact]
    public void A_keyframe_that_never_came_ends_the_segment_in_time_and_the_next_is_discontinuous()
    {
        var cuts = Cut(10, isKeyframe: n => n is 0 or 60 or 180 or 240);

        Assert.Equal([(0, 60, false), (60, 74, false), (180, 60, true), (240, 60, false)], cuts);
    }

    [Fact]
    public void A_hole_of_seconds_is_a_discontinuity_and_a_short_one_is_not()
    {
        Assert.Equal([(0, 60, false), (60, 20, false), (180, 60, true)], Cut(8, n => n % 60 == 0, isThere: n => n is < 80 or >= 180));
        Assert.Equal([(0, 60, false), (60, 56, false), (120, 60, false)], Cut(6, n => n % 60 == 0, isThere: n => n is < 80 or >= 84));
    }

    [Fact]
    public void A_keyframe_that_one_layer_lacks_is_no_cut()
    {
        var cuts = Cut(8, n => n is 0 or 60 or 65 or 120 or 180, lacksInSmall: n => n == 60);

        Assert.Equal([(0, 65, false), (65, 55, false), (120, 60, false), (180, 60, false)], cuts);
    }

    [Fact]
    public void Before_the_first_keyframe_there_is_nothing()
    {
        Assert.Equal([(100, 20, false), (120, 60, false)], Cut(6, n => n is 100 or 120));
    }

    /// <summary>By the number of the frame: where each segment begins, how many pictures it has, whether it is discontinuous.</summary>
    private static List<(long First, int Count, bool Discontinuous)> Cut(int seconds, Func<int, bool> isKeyframe, Func<int, bool>? isThere = null, Func<int, bool>? lacksInSmall = null)
    {
        TrackHeader[] headers =
        [
            new(EncodedTrack.Video720, new byte[] { 1, 0x42, 0xC0, 0x1F }, 1280, 720, 1),
            new(EncodedTrack.Video180, new byte[] { 1, 0x42, 0xC0, 0x0D }, 320, 180, 1),
            new(EncodedTrack.Audio, AacStereo, 0, 0, 1),
        ];
        var cutter = new SegmentCutter(headers.Select(header => MediaTrack.Of(header, 1, Fps)));
        var cuts = new List<(long, int, bool)>();
        var sounds = 0;
        for (var n = 0; n < seconds * Fps; n++)
        {
            var time = TimeSpan.FromSeconds(1) + (n * TimeSpan.FromSeconds(1) / Fps);
            if (isThere?.Invoke(n) ?? true)
            {
                cutter.Add(new EncodedUnit(EncodedTrack.Video720, time, isKeyframe(n), new byte[1]));
                cutter.Add(new EncodedUnit(EncodedTrack.Video180, time, isKeyframe(n) && lacksInSmall?.Invoke(n) != true, new byte[1]));
            }
            for (; Sound(sounds) < time - TimeSpan.FromMilliseconds(40); sounds++) cutter.Add(new EncodedUnit(EncodedTrack.Audio, Sound(sounds), true, new byte[1]));
            while (cutter.Next() is { } segment) Take(segment);
        }
        for (; Sound(sounds) < TimeSpan.FromSeconds(1 + seconds); sounds++) cutter.Add(new EncodedUnit(EncodedTrack.Audio, Sound(sounds), true, new byte[1]));
        while (cutter.Next() is { } segment) Take(segment);
        if (cutter.Finish() is { } last) Take(last);
        return cuts;

        static TimeSpan Sound(int number) => TimeSpan.FromSeconds(1) + new TimeSpan(number * 1024L * TimeSpan.TicksPerSecond / 48_000);

        void Take(CutSegment segment)
        {
            var lead = segment.Runs[0];
            Assert.True(lead.Samples[0].IsSync);
            Assert.True(lead.End - lead.Samples[0].Time < 2.5 * 90_000);
            cuts.Add(((lead.Samples[0].Time - 90_000) / 3000, lead.Count, segment.Discontinuous));
            cutter.Drop(segment);
        }
    }
}
