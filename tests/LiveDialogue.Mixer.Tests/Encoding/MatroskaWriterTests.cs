using System.Globalization;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Tests.Encoding;

public sealed class MatroskaWriterTests
{
    [Fact]
    public async Task Ffprobe_finds_three_pictures_and_the_sound_at_their_times_and_a_keyframe_request_fifty_microseconds_later()
    {
        var file = new MemoryStream();
        var writer = new MatroskaWriter(file);
        writer.Begin(30);
        for (var tick = 0; tick < 3; tick++)
        {
            for (var layer = 0; layer < 3; layer++)
            {
                using var picture = new I420Picture(VideoLayer.All[layer].Width, VideoLayer.All[layer].Height);
                picture.Bytes.Fill(90);
                writer.Picture(layer + 1, ProgramTime.OfTick(tick, 30), keyframe: tick == 2, picture);
            }
            writer.Sound(ProgramTime.OfSound(tick), new float[1920]);
        }

        var streams = await Ffmpeg.ProbeAsync(file.ToArray(), ["-f", "matroska", "-show_entries", "stream=codec_name,width,height,sample_rate,channels,pix_fmt", "-of", "csv=p=0", "-i", "pipe:0"]);
        Assert.Equal(["rawvideo,1280,720,yuv420p", "rawvideo,640,360,yuv420p", "rawvideo,320,180,yuv420p", "pcm_f32le,48000,2"], Lines(streams));
        var times = await Ffmpeg.ProbeAsync(file.ToArray(), ["-f", "matroska", "-show_entries", "packet=stream_index,pts_time,size", "-of", "csv=p=0", "-i", "pipe:0"]);
        foreach (var (index, bytes) in (ReadOnlySpan<(int, int)>)[(0, 1280 * 720 * 3 / 2), (1, 640 * 360 * 3 / 2), (2, 320 * 180 * 3 / 2)])
            Assert.Equal([$"{index},1.000000,{bytes}", $"{index},1.033300,{bytes}", $"{index},1.066750,{bytes}"], Lines(times).Where(l => l.StartsWith(index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        Assert.Equal(["3,1.000000,7680", "3,1.020000,7680", "3,1.040000,7680"], Lines(times).Where(l => l.StartsWith('3')));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
