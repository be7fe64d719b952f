using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

public sealed class HlsOutputTests : IDisposable
{
    private static readonly string[] Names = ["v720", "v360", "v180", "audio", "radio"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_rendition_is_cut_at_the_same_keyframes_and_lasts_exactly_two_seconds()
    {
        await WriteAsync(program => program.Units);

        foreach (var name in Names)
        {
            var list = Full(name);
            Assert.Equal(6, list.Segments.Count);
            Assert.Equal(1, list.Sequence);
            var tolerance = name is "audio" or "radio" ? 0.0214 : 0.000_001;
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(2, list.Segments[i].Seconds, tolerance);
                Assert.Equal(0, (list.Segments[i].Start - EncodedProgram.Epoch - TimeSpan.FromSeconds(1 + (2 * i))).TotalSeconds, tolerance + 0.0005);
            }
            Assert.DoesNotContain(list.Segments, segment => segment.Discontinuity);
        }
    }

    [Theory]
    [InlineData("v720", 1280)]
    [InlineData("v360", 640)]
    [InlineData("v180", 320)]
    public async Task Pictures_follow_each_other_without_a_gap_across_segments(string name, int width)
    {
        await WriteAsync(program => program.Units);

        var packets = await Ffmpeg.PacketsAsync(Ended($"{name}/full.m3u8"), "v:0");
        Assert.Equal(360, packets.Count);
        Assert.Equal(Enumerable.Range(0, 360).Select(n => 1 + (n / 30.0)), packets.Select(packet => packet.Time), (expected, actual) => Math.Abs(expected - actual) < 0.000_002);
        Assert.Equal([0, 60, 105, 120, 180, 240, 300], packets.Index().Where(packet => packet.Item.IsKeyframe).Select(packet => packet.Index));
        Assert.Equal($"{width}", (await Ffmpeg.ProbeAsync("-allowed_extensions", "ALL", "-show_entries", "stream=width", "-of", "csv=p=0", Ended($"{name}/full.m3u8"))).Trim().Split('\n')[0]);
        await Ffmpeg.AssertPlayableAsync(Ended($"{name}/full.m3u8"));
    }

    [Theory]
    [InlineData("audio")]
    [InlineData("radio")]
    public async Task Sound_follows_without_a_gap_although_its_times_came_rounded(string name)
    {
        await WriteAsync(program => program.Units);

        var packets = await Ffmpeg.PacketsAsync(Ended($"{name}/full.m3u8"), "a:0");
        Assert.InRange(packets.Count, 560, 564);
        for (var i = 1; i < packets.Count; i++) Assert.Equal(packets[i - 1].Time + (1024 / 48_000.0), packets[i].Time, 0.000_002);
        await Ffmpeg.AssertPlayableAsync(Ended($"{name}/full.m3u8"));
    }

    [Fact]
    public async Task The_master_and_the_live_list_are_as_agreed()
    {
        await WriteAsync(program => program.Units);

        PlaylistRules.CheckMaster(_folder.Read("main.m3u8"));
        PlaylistRules.CheckMedia(_folder.Read("v720/live.m3u8"));
        Snapshot.Verify(_folder.Read("main.m3u8"), "main");
        Snapshot.Verify(_folder.Read("v720/live.m3u8"), "live");
    }

    [Fact]
    public async Task The_master_promises_no_less_than_the_largest_segment_needs()
    {
        await WriteAsync(program => program.Units);

        var master = PlaylistRules.CheckMaster(_folder.Read("main.m3u8"));
        foreach (var variant in master.Variants)
        {
            var name = variant.Uri.Split('/')[0];
            var bits = Peak(name) + (name == "radio" ? 0 : Peak("audio"));
            Assert.True(long.Parse(variant.Attributes["BANDWIDTH"], System.Globalization.CultureInfo.InvariantCulture) >= (long)bits, $"{name}: {variant.Attributes["BANDWIDTH"]} for {bits}");
        }
        var radio = Assert.Single(master.Variants, variant => !variant.Attributes.ContainsKey("RESOLUTION"));
        Assert.Equal("mp4a.40.2", radio.Attributes["CODECS"]);
    }

    [Fact]
    public async Task The_master_is_played_with_every_stream()
    {
        await WriteAsync(program => program.Units);

        foreach (var name in Names) _folder.Write($"{name}/live.m3u8", _folder.Read($"{name}/live.m3u8") + "#EXT-X-ENDLIST\n");
        var streams = await Ffmpeg.ProbeAsync("-allowed_extensions", "ALL", "-show_entries", "stream=codec_name", "-of", "csv=p=0", _folder["main.m3u8"]);
        Assert.Equal(3, streams.Split('\n').Count(line => line.StartsWith("h264", StringComparison.Ordinal)) / 2);      // each is listed in its program and by itself
        await Ffmpeg.AssertPlayableAsync(_folder["main.m3u8"]);
    }

    [Fact]
    public async Task The_live_list_slides_over_the_last_eight_and_counts_what_slid_out()
    {
        await WriteAsync(program => Enumerable.Range(0, 3).SelectMany(round => program.Between(0.9, 13, round * 12)));

        foreach (var name in Names)
        {
            var live = PlaylistRules.CheckMedia(_folder.Read($"{name}/live.m3u8"));
            var full = Full(name);
            Assert.Equal(8, live.Segments.Count);
            Assert.Equal(full.Segments.Count - 8 + 1, live.Sequence);
            Assert.Equal(full.Segments[^8..], live.Segments);
        }
    }

    [Fact]
    public async Task A_new_start_goes_on_in_the_folder_with_a_discontinuity_and_a_new_init_file()
    {
        await WriteAsync(program => program.Between(0, 6.2));
        await WriteAsync(program => program.Units, EncodedProgram.Epoch.AddMinutes(1));

        foreach (var name in Names)
        {
            var full = Full(name);
            Assert.Equal(9, full.Segments.Count);
            Assert.Equal([3], full.Segments.Index().Where(segment => segment.Item.Discontinuity).Select(segment => segment.Index));
            Assert.Equal(["init-1.mp4", "init-2.mp4"], full.Segments.Select(segment => segment.Map).Distinct());
            Assert.Equal(Enumerable.Range(1, 9).Select(n => $"s{n:000000}.m4s"), full.Segments.Select(segment => segment.Uri));
            var live = PlaylistRules.CheckMedia(_folder.Read($"{name}/live.m3u8"));
            Assert.Equal((2, 0), (live.Sequence, live.DiscontinuitySequence));
        }
        await Ffmpeg.AssertPlayableAsync(Ended("v720/full.m3u8"), "error");       // it warns of times that begin anew

        await WriteAsync(program => program.Units, EncodedProgram.Epoch.AddMinutes(2));
        var slid = PlaylistRules.CheckMedia(_folder.Read("v720/live.m3u8"));
        Assert.Equal((8, 1), (slid.Sequence, slid.DiscontinuitySequence));      // the first one's tag is gone, the second one's is inside
        Assert.Equal([2], slid.Segments.Index().Where(segment => segment.Item.Discontinuity).Select(segment => segment.Index));
    }

    [Fact]
    public async Task What_was_before_a_cut_is_in_no_live_list_any_more_and_the_list_begins_anew_after_it()
    {
        var program = await EncodedProgram.GetAsync();
        await using (var output = Output())
        {
            await output.WriteAsync(program.Headers, program.Between(0, 6.2));
            Assert.Equal(2, Live("v720").Segments.Count);
            output.Withdraw();
            await output.AddAsync(program.Between(6.2, 8));         // still of before

            Assert.Equal(2, WithdrawnSegments.LastIn(_folder.Path));
            Assert.All(Names, name => Assert.False(File.Exists(_folder[$"{name}/live.m3u8"])));
            output.GoOnFrom(TimeSpan.FromSeconds(7));
            await output.AddAsync(program.Between(8, 13));
        }
        foreach (var name in Names)
        {
            var (live, full) = (Live(name), Full(name));
            Assert.Equal(["s000001.m4s", "s000002.m4s"], full.Segments[..2].Select(segment => segment.Uri));
            Assert.Equal(full.Segments[2..], live.Segments);
            Assert.All(live.Segments, segment => Assert.True(WithdrawnSegments.NumberOf(segment.Uri) > 2));
            Assert.Equal((3, 0, true), (live.Sequence, live.DiscontinuitySequence, live.Segments[0].Discontinuity));
            Assert.All(live.Segments, segment => Assert.True(segment.Start >= EncodedProgram.Epoch.AddSeconds(7)));
        }
        await Ffmpeg.AssertPlayableAsync(Ended("v720/full.m3u8"), "error");
    }

    [Fact]
    public async Task A_new_start_after_a_cut_brings_nothing_of_before_it_back()
    {
        var program = await EncodedProgram.GetAsync();
        await using (var output = Output())
        {
            await output.WriteAsync(program.Headers, program.Between(0, 6.2));
            output.Withdraw();
            await output.AddAsync(program.Between(6.2, 8));
        }
        await WriteAsync(units => units.Units, EncodedProgram.Epoch.AddMinutes(1));

        foreach (var name in Names)
        {
            var live = Live(name);
            Assert.Equal((3, 6, true), (live.Sequence, live.Segments.Count, live.Segments[0].Discontinuity));
            Assert.Equal("s000003.m4s", live.Segments[0].Uri);
            Assert.Equal(8, Full(name).Segments.Count);             // for after the end
        }
    }

    [Fact]
    public async Task A_cut_before_the_output_has_begun_withdraws_what_an_earlier_start_left()
    {
        await WriteAsync(program => program.Between(0, 6.2));
        var program = await EncodedProgram.GetAsync();
        await using var output = Output();
        output.Withdraw();
        output.GoOnFrom(TimeSpan.FromSeconds(1));
        await output.WriteAsync(program.Headers with { Epoch = EncodedProgram.Epoch.AddMinutes(1) }, program.Units);

        Assert.Equal(3, WithdrawnSegments.LastIn(_folder.Path));
        Assert.All(Names, name => Assert.Equal("s000004.m4s", Live(name).Segments[0].Uri));
    }

    [Theory]
    [InlineData("v720/s000123.m4s", 123)]
    [InlineData("s1.m4s", 1)]
    [InlineData("v720/init-1.mp4", 0)]
    [InlineData("v720/live.m3u8", 0)]
    [InlineData("v720/s.m4s", 0)]
    [InlineData("v720/s-1.m4s", 0)]
    [InlineData("", 0)]
    public void Segments_are_known_by_their_numbers(string path, long number) => Assert.Equal(number, WithdrawnSegments.NumberOf(path));

    private HlsOutput Output() => new(_folder.Path, new DiskReserve(0, FreeSpace.Of), NullLogger.Instance);

    private PlaylistRules.Media Live(string name) => PlaylistRules.CheckMedia(_folder.Read($"{name}/live.m3u8"));

    private async Task WriteAsync(Func<RealProgram, IEnumerable<EncodedUnit>> choose, DateTimeOffset? epoch = null)
    {
        var program = await EncodedProgram.GetAsync();
        await using var output = Output();
        await output.WriteAsync(program.Headers with { Epoch = epoch ?? EncodedProgram.Epoch }, choose(program));
    }

    /// <summary>A copy of a list that says it has ended: of another, ffmpeg takes the last three segments and waits for more.</summary>
    private string Ended(string list)
    {
        var copy = _folder[list.Replace(".m3u8", "-ended.m3u8", StringComparison.Ordinal)];
        File.WriteAllText(copy, _folder.Read(list) + "#EXT-X-ENDLIST\n");
        return copy;
    }

    private PlaylistRules.Media Full(string name) => PlaylistRules.CheckMedia(_folder.Read($"{name}/full.m3u8"));

    private double Peak(string name) => Full(name).Segments.Max(segment => new FileInfo(_folder[$"{name}/{segment.Uri}"]).Length * 8 / segment.Seconds);
}
