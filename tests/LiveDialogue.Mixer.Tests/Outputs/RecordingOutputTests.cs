using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Recording;
using LiveDialogue.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

public sealed class RecordingOutputTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_recording_has_every_picture_and_every_frame_of_sound_at_its_exact_time()
    {
        await WriteAsync(program => program.Units);

        var pictures = await Ffmpeg.PacketsAsync(_folder["rec-0001.mp4"], "v:0");
        Assert.Equal(Enumerable.Range(0, 360).Select(n => n / 30.0), pictures.Select(packet => packet.Time), (expected, actual) => Math.Abs(expected - actual) < 0.000_002);
        var sounds = await Ffmpeg.PacketsAsync(_folder["rec-0001.mp4"], "a:0");
        Assert.InRange(sounds[0].Time, 0, 0.0214);
        for (var i = 1; i < sounds.Count; i++) Assert.Equal(sounds[i - 1].Time + (1024 / 48_000.0), sounds[i].Time, 0.000_002);
        Assert.InRange(sounds[^1].End, 11.97, 12.03);
        await Ffmpeg.AssertPlayableAsync(_folder["rec-0001.mp4"]);
    }

    [Fact]
    public async Task A_new_start_begins_a_new_file_and_leaves_the_old_one_as_it_is()
    {
        await WriteAsync(program => program.Between(0, 4));
        var before = _folder.ReadBytes("rec-0001.mp4");
        await WriteAsync(program => program.Between(2.5, 8));

        Assert.Equal(before, _folder.ReadBytes("rec-0001.mp4"));
        var pictures = await Ffmpeg.PacketsAsync(_folder["rec-0002.mp4"], "v:0");
        Assert.Equal((0, true, 150), (pictures[0].Time, pictures[0].IsKeyframe, pictures.Count));     // from the keyframe at 3 s
    }

    [Fact]
    public async Task Other_headers_begin_a_new_file_and_the_same_ones_go_on_with_a_hole()
    {
        var program = await EncodedProgram.GetAsync();
        await using (var output = new RecordingOutput(_folder.Path, new DiskReserve(0, FreeSpace.Of), NullLogger.Instance))
        {
            await output.WriteAsync(program.Headers, program.Between(0, 4));
            await output.WriteAsync(program.Headers, program.Between(4.4, 7));      // the encoder was started anew; its next keyframe is at 4.5 s
            await output.WriteAsync(program.Headers with { FramesPerSecond = 25 }, program.Between(7, 9));
        }

        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        var pictures = await Ffmpeg.PacketsAsync(_folder["rec-0001.mp4"], "v:0");
        Assert.Equal(90 + 75, pictures.Count);
        Assert.Equal((3.5, true), (Math.Round(pictures[90].Time, 5), pictures[90].IsKeyframe));
        await Ffmpeg.AssertPlayableAsync(_folder["rec-0001.mp4"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Cut_off_at_any_byte_it_is_playable_up_to_the_last_second_before(int seed)
    {
        await WriteAsync(program => program.Units);
        var whole = _folder.ReadBytes("rec-0001.mp4");
        var length = (whole.Length / 4) + new SeededRandom(seed).Next(whole.Length * 3 / 4);
        log.WriteLine($"seed {seed}: {length} of {whole.Length} bytes");
        _folder.Write("cut.mp4", whole[..length]);

        // How much was in there: by the size of the pictures, which are nearly all of it.
        var (code, output, _) = await Ffmpeg.RunAsync("ffprobe", ["-v", "quiet", "-select_streams", "v:0", "-show_entries", "packet=pts_time,duration_time,flags", "-of", "csv=p=0", _folder["cut.mp4"]]);
        Assert.Equal(0, code);
        var pictures = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Packet.Parse).ToList();
        Assert.Equal(Enumerable.Range(0, pictures.Count).Select(n => n / 30.0), pictures.Select(packet => packet.Time), (expected, actual) => Math.Abs(expected - actual) < 0.000_002);
        Assert.True(pictures[^1].End > (12.0 * length / whole.Length) - 1.5, $"{pictures[^1].End} s are playable");
    }

    private async Task WriteAsync(Func<RealProgram, IEnumerable<EncodedUnit>> choose)
    {
        var program = await EncodedProgram.GetAsync();
        await using var output = new RecordingOutput(_folder.Path, new DiskReserve(0, FreeSpace.Of), NullLogger.Instance);
        await output.WriteAsync(program.Headers, choose(program));
    }
}
