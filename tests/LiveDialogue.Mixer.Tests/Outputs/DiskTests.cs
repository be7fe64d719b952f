using System.Diagnostics;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Mixer.Outputs.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>What HLS and the recording do when the disk doesn't.</summary>
public sealed class DiskTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();
    private long _free = 1000 * Megabyte;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hls")]
    [InlineData("recording")]
    public async Task Near_the_room_that_stays_free_it_warns_at_it_it_stops_and_with_room_again_it_goes_on(string kind)
    {
        var program = await EncodedProgram.GetAsync();
        await using var output = Make(kind, _folder.Path, keepFree: 100 * Megabyte);
        var seen = new List<(OutputState, OutputReason)>();
        output.StatusChanged += () => seen.Add((output.Status.State, output.Status.Reason));

        await output.WriteAsync(program.Headers, program.Between(0, 4));
        _free = 300 * Megabyte;
        await output.AddAsync(program.Between(4, 8));
        _free = 90 * Megabyte;
        await output.AddAsync(program.Between(8, 13));
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length;
        await output.AddAsync(program.Between(1, 13, 12));
        Assert.Equal(files, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length);
        Assert.Contains("90 MB", output.Status.Detail, StringComparison.Ordinal);
        _free = 110 * Megabyte;         // more than stays free, but not by a quarter: it would end at once
        await output.AddAsync(program.Between(1, 6, 24));
        Assert.Equal(OutputState.Retrying, output.Status.State);
        _free = 1000 * Megabyte;
        await output.AddAsync(program.Between(6, 13, 24));

        Assert.Equal(
            [(OutputState.Running, OutputReason.None), (OutputState.Running, OutputReason.DiskNearlyFull), (OutputState.Retrying, OutputReason.DiskFull), (OutputState.Retrying, OutputReason.DiskFull), (OutputState.Running, OutputReason.None)],
            seen);
        await output.DisposeAsync();
        await AssertWholeAsync(_folder, kind, pauses: 1);
    }

    [Theory]
    [InlineData("hls")]
    [InlineData("recording")]
    public async Task A_folder_that_is_taken_away_is_made_again_and_numbers_go_on(string kind)
    {
        var program = await EncodedProgram.GetAsync();
        var folder = _folder["program"];
        await using var output = Make(kind, folder, keepFree: 0);
        var reasons = new List<OutputReason>();
        output.StatusChanged += () => reasons.Add(output.Status.Reason);

        await output.WriteAsync(program.Headers, program.Between(0, 6));
        Directory.Delete(folder, recursive: true);
        await output.AddAsync(program.Between(6, 13));
        await output.AddAsync(program.Between(1, 13, 12));

        Assert.Equal([OutputReason.None, OutputReason.FolderGone, OutputReason.None], reasons);
        Assert.Equal(OutputState.Running, output.Status.State);
        if (kind is "hls")
        {
            var list = PlaylistRules.CheckMedia(_folder.Read("program/v720/full.m3u8"));
            Assert.True(list.Sequence > 2, $"begins with {list.Sequence}");
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_said_and_tried_again()
    {
        var program = await EncodedProgram.GetAsync();
        _folder.Write("in-the-way", "a file");
        await using var output = Make("hls", _folder["in-the-way"], keepFree: 0);
        await output.WriteAsync(program.Headers, program.Between(0, 4));
        Assert.Equal((OutputState.Retrying, OutputReason.FolderGone), (output.Status.State, output.Status.Reason));

        File.Delete(_folder["in-the-way"]);
        await output.AddAsync(program.Between(4, 13));
        Assert.Equal((OutputState.Running, OutputReason.None), (output.Status.State, output.Status.Reason));
    }

    [Theory]
    [InlineData("hls")]
    [InlineData("recording")]
    public async Task A_disk_that_is_really_full_leaves_whole_files_and_fills_again_when_there_is_room(string kind)
    {
        var small = Directory.CreateDirectory(_folder["small"]).FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small) != 0) return;      // not root, or not allowed to: the probe's tests cover the states
        try
        {
            var program = await EncodedProgram.GetAsync();
            await using (var output = Make(kind, small, keepFree: 0))
            {
                await output.WriteAsync(program.Headers, program.Units);
                Assert.Equal((OutputState.Retrying, OutputReason.DiskFull), (output.Status.State, output.Status.Reason));
                await RunAsync("mount", "-o", "remount,size=32m", small);
                await output.AddAsync(program.Between(1, 13, 12));
                Assert.Equal((OutputState.Running, OutputReason.None), (output.Status.State, output.Status.Reason));
            }
            await AssertWholeAsync(_folder, kind, pauses: 1, "small/");
        }
        finally
        {
            await RunAsync("umount", small);
        }
    }

    [Fact]
    public async Task A_queue_that_overflows_costs_a_hole_and_nothing_else()
    {
        var program = await EncodedProgram.GetAsync();
        var wanted = 0;
        await using (var output = Make("hls", _folder.Path, keepFree: 0))
        {
            output.KeyframeWanted += () => Interlocked.Increment(ref wanted);
            await output.WriteAsync(program.Headers, program.Between(0, 5));
            foreach (var round in Enumerable.Range(0, 4))
                foreach (var unit in program.Between(1, 13, 12 * (round + 1))) output.Add(unit);       // faster than any disk
            await output.DrainedAsync();
            await output.AddAsync(program.Between(1, 13, 60));
            Assert.Equal(OutputState.Running, output.Status.State);
        }
        Assert.True(wanted >= 1);
        foreach (var name in new[] { "v720", "audio" }) PlaylistRules.CheckMedia(_folder.Read($"{name}/full.m3u8"));
    }

    private DiskOutput Make(string kind, string folder, long keepFree)
    {
        var room = new DiskReserve(keepFree, _ => Volatile.Read(ref _free));
        return kind is "hls" ? new HlsOutput(folder, room, NullLogger.Instance) : new RecordingOutput(folder, room, NullLogger.Instance);
    }

    private static async Task AssertWholeAsync(TemporaryFolder folder, string kind, int pauses, string under = "")
    {
        if (kind is "recording")
        {
            var parts = Directory.GetFiles(folder[under.Length > 0 ? under : "."], "rec-*.mp4");
            Assert.Equal(pauses + 1, parts.Length);
            await Ffmpeg.AssertPlayableAsync(parts.Max()!);     // there are two
            return;
        }
        foreach (var name in new[] { "v720", "v360", "v180", "audio", "radio" })
        {
            var list = PlaylistRules.CheckMedia(folder.Read($"{under}{name}/full.m3u8"));
            Assert.Equal(pauses, list.Segments.Count(segment => segment.Discontinuity));
            foreach (var segment in list.Segments) Assert.True(new FileInfo(folder[$"{under}{name}/{segment.Uri}"]).Length > 100, segment.Uri);
            Assert.Empty(Directory.GetFiles(folder[$"{under}{name}"], "*.part"));
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;      // null only for shell documents
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
