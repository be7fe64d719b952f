using System.IO.Pipes;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Workers;

/// <summary>Real processes, each waited for by its own end.</summary>
public sealed class WorkerStarterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly WorkerStarter Starter = new(NullLogger.Instance);

    [Fact]
    public async Task What_goes_into_a_worker_comes_out_and_it_ends_when_its_input_closes()
    {
        await using var worker = Starter.Start(Command("cat", []));
        var sent = new byte[3_000_000];
        new Testing.SeededRandom(1).Fill(sent);
        var writing = Task.Run(async () =>
        {
            await worker.Input.WriteAsync(sent);
            worker.Input.Close();
        });
        var received = new MemoryStream();
        await worker.Output.CopyToAsync(received).WaitAsync(Patience);
        await writing.WaitAsync(Patience);
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()));
        Assert.Equal(0, await worker.Exited.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_worker_sees_three_variables_and_nothing_of_ours()
    {
        var environment = await SaysAsync("env", []);
        var names = environment.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);
        Assert.Equal(["HOME", "LANG", "PATH"], names);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] odd = ["a b", "$HOME", "; true", "*", "", "\"quoted\""];
        Assert.Equal(string.Concat(odd.Select(word => $"[{word}]")), await SaysAsync("printf", ["[%s]", .. odd]));
    }

    [Fact]
    public async Task What_a_worker_is_told_in_private_it_alone_can_read_and_only_while_it_lives()
    {
        const string Key = "a key, and no word of the command";
        await using var worker = Starter.Start(Command("cat", [WorkerCommand.PrivateFile, "-"]) with { Private = Key });
        var words = (await File.ReadAllTextAsync($"/proc/{worker.Id}/cmdline")).Split('\0');
        var read = new byte[Key.Length];
        await worker.Output.ReadExactlyAsync(read).AsTask().WaitAsync(Patience);
        Assert.Equal(Key, System.Text.Encoding.UTF8.GetString(read));

        var file = Assert.Single(words, word => word.EndsWith("/told", StringComparison.Ordinal));
        Assert.DoesNotContain(words, word => word.Contains(Key, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        worker.ForgetPrivate();
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
        worker.Input.Close();
        Assert.Equal(0, await worker.Exited.WaitAsync(Patience));
    }

    [Fact]
    public async Task What_a_worker_was_told_is_gone_when_it_ends_by_itself()
    {
        await using var worker = Starter.Start(Command("readlink", ["-f", WorkerCommand.PrivateFile]) with { Private = "a key" });
        var file = (await new StreamReader(worker.Output).ReadToEndAsync().WaitAsync(Patience)).Trim();
        await worker.Exited.WaitAsync(Patience);
        Assert.EndsWith("/told", file, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Limits_and_lowered_privileges_reach_the_worker()
    {
        var limits = await SaysAsync("cat", ["/proc/self/limits"]);
        var status = await SaysAsync("cat", ["/proc/self/status"]);
        Assert.Matches("Max open files +64 ", limits);
        Assert.Matches("Max address space +1073741824 ", limits);
        Assert.Matches("Max core file size +0 ", limits);
        Assert.Matches("NoNewPrivs:\t1", status);
        Assert.DoesNotMatch("Uid:\t0", status);
        Assert.Matches("CapEff:\t0+\n", status);
    }

    [Fact]
    public async Task A_killed_worker_is_reaped_and_its_input_breaks()
    {
        await using var worker = Starter.Start(Command("cat", []));
        worker.Kill();
        Assert.NotEqual(0, await worker.Exited.WaitAsync(Patience));
        Assert.False(Directory.Exists($"/proc/{worker.Id}"), "A zombie stays.");
        await Assert.ThrowsAsync<IOException>(async () => await worker.Input.WriteAsync(new byte[10]));
    }

    [Fact]
    public async Task Disposing_ends_a_worker_that_still_runs()
    {
        var worker = Starter.Start(Command("sleep", ["1000"]));
        await worker.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.True(worker.Exited.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_worker_that_ended_leaves_no_stream_open()
    {
        var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("true")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;    // with a program to start there is one
        Stream[] streams = [process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process.StandardError.BaseStream];
        var pipes = streams.Cast<PipeStream>().Select(stream => stream.SafePipeHandle).ToList();
        await new WorkerProcess(process, []).DisposeAsync();
        Assert.All(pipes, pipe => Assert.True(pipe.IsClosed));
    }

    [Fact]
    public async Task Last_words_are_the_end_of_what_was_said_without_secrets()
    {
        await using var worker = Starter.Start(new("test", "ls", [.. Enumerable.Range(0, 40).Select(n => $"/nowhere/{n}/key-of-ours")], WorkerLimits.Decoder, ["key-of-ours"]));
        Assert.NotEqual(0, await worker.Exited.WaitAsync(Patience));
        Assert.Contains("/nowhere/28/***", worker.LastWords, StringComparison.Ordinal);
        Assert.DoesNotContain("key-of-ours", worker.LastWords, StringComparison.Ordinal);
        Assert.InRange(worker.LastWords.Split('\n').Length, 1, 12);
    }

    [Fact]
    public void A_program_that_is_not_there_is_said_so()
    {
        var failure = Assert.Throws<WorkerStartException>(() => Starter.Start(Command("no-such-program-here", [])));
        Assert.Contains("no-such-program-here", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ffmpeg_runs_within_a_decoders_limits()
    {
        await using var worker = Starter.Start(Command(
            "ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=1280x720:d=0.2:r=10", "-threads", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"]));
        var pictures = new MemoryStream();
        await worker.Output.CopyToAsync(pictures).WaitAsync(Patience);
        Assert.Equal(0, await worker.Exited.WaitAsync(Patience));
        Assert.Equal(2 * 1280 * 720 * 3 / 2, pictures.Length);
        Assert.Equal("", worker.LastWords);
    }

    [Theory]
    [InlineData("/p", "/s", true, true, "/p --nofile=64 --core=0 --as=1073741824 -- /s --no-new-privs --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all -- /x a")]
    [InlineData("/p", "/s", false, true, "/p --nofile=64 --core=0 --as=1073741824 -- /s --no-new-privs -- /x a")]
    [InlineData(null, null, false, true, "/x a")]
    [InlineData("/p", "/s", true, false, "/p --nofile=256 --core=0 -- /s --no-new-privs -- /x a")]
    public void The_words_before_the_workers_own_lower_what_they_can(string? prlimit, string? setpriv, bool asNobody, bool decoder, string expected) =>
        Assert.Equal(expected, string.Join(' ', new WorkerWrapping(prlimit, setpriv, asNobody).Wrap("/x", ["a"], decoder ? WorkerLimits.Decoder : WorkerLimits.Encoder)));

    private static WorkerCommand Command(string program, IReadOnlyList<string> arguments) => new("test", program, arguments, WorkerLimits.Decoder, []);

    private static async Task<string> SaysAsync(string program, IReadOnlyList<string> arguments)
    {
        await using var worker = Starter.Start(Command(program, arguments));
        worker.Input.Close();
        var said = new MemoryStream();
        await worker.Output.CopyToAsync(said).WaitAsync(Patience);
        Assert.Equal(0, await worker.Exited.WaitAsync(Patience));
        return System.Text.Encoding.UTF8.GetString(said.ToArray());
    }
}
