using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// Many ask while many watch: the simulator's audience against the server as it is run, behind a proxy as in a real deployment. Short and
/// without browsers unless LIVEDIALOGUE_STORM_SECONDS says how long (scripts/storm): then four moderators decide in real consoles.
/// </summary>
[Collection(Alone.Name)]
public sealed class StormTests(ITestOutputHelper output)
{
    private const int ShortSeconds = 6;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(4);
    private readonly ConcurrentQueue<double> _acted = new();

    [Fact]
    public async Task Nothing_asked_is_lost_or_doubled_and_every_asker_is_told()
    {
        var seconds = Setting("LIVEDIALOGUE_STORM_SECONDS", 0);
        await using var server = await ServerProcess.StartNewAsync("--Program:Enabled=false", "--Proxies:0=127.0.0.1", "--Proxies:1=::1");
        var live = await EventDriver.CreateAsync(server);
        await live.GoLiveAsync();
        var watcher = await live.InviteAsync("moderator", "Screen", "Europe/Zurich", safeguarding: true);        // sees the risk lane too
        using var over = new CancellationTokenSource();
        await using var browsers = seconds > 0 ? await Browsers.StartAsync() : null;
        var moderating = browsers is null ? [] : await ModeratorsAsync(browsers, live, over.Token);

        var (exitCode, words) = await SimulateAsync(server, live, watcher, seconds);
        await over.CancelAsync();
        await Task.WhenAll(moderating);
        if (browsers is not null)
        {
            words += FormattableString.Invariant($"action to acknowledged, in the consoles: p50 {Percentile(0.5):0} ms, p95 {Percentile(0.95):0} ms, p99 {Percentile(0.99):0} ms of {_acted.Count}\n");
            words += FormattableString.Invariant($"figure: storm.action-p99 {Percentile(0.99):0} ms\n");
        }
        await File.WriteAllTextAsync(RepositoryRoot.Artifacts("storm.txt"), words);
        output.WriteLine(words);

        Assert.Equal(0, exitCode);
        Assert.Contains("figure: storm.lost 0 questions", words, StringComparison.Ordinal);
        Assert.Contains("figure: storm.doubled 0 questions", words, StringComparison.Ordinal);
        Assert.Contains("\n0 askers not told", words, StringComparison.Ordinal);
        if (browsers is not null) Assert.NotEmpty(_acted);
    }

    private async Task<List<Task>> ModeratorsAsync(Browsers browsers, EventDriver live, CancellationToken over)
    {
        var browser = await browsers.LaunchAsync();
        var moderating = new List<Task>();
        foreach (var name in new[] { "Mona", "Amina", "Ravi", "Kofi" })
        {
            var page = await People.ModeratorAsync(browser, await live.InviteAsync("moderator", name, "Europe/Zurich"));
            page.RequestFinished += (_, request) => Note(request);
            moderating.Add(DecideAsync(page, name[0], over));
        }
        return moderating;
    }

    // The commands of the console, from the request to the end of its answer, as the browser saw them.
    private void Note(IRequest request)
    {
        if (request.Method == "POST" && request.Url.Contains("/questions/", StringComparison.Ordinal) && request.Timing is { ResponseEnd: > 0 } timing) _acted.Enqueue(timing.ResponseEnd);
    }

    // Hands that stay on the keyboard: what is new, the next card, yes or no; some fifteen a minute.
    private static async Task DecideAsync(IPage page, int seed, CancellationToken over)
    {
        var random = new Random(seed);
        try
        {
            while (!over.IsCancellationRequested)
            {
                string[] keys = random.Next(5) switch { 0 => ["n", "j", "j", "r", "1"], 1 => ["n", "j", "c", "a"], _ => ["n", "j", "a"] };
                foreach (var key in keys) await page.Keyboard.PressAsync(key);
                await Task.Delay(Pace, TimeProvider.System, over);
            }
        }
        catch (OperationCanceledException)
        {
            // the hour is over
        }
        Assert.NotEqual("taken", await page.TitleAsync());      // what a hostile question's script would set
    }

    private async Task<(int ExitCode, string Words)> SimulateAsync(ServerProcess server, EventDriver live, Invite watcher, int seconds)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])
            [
                Simulator.Library, "storm", "--url", server.Url, "--event", live.Id, "--token", watcher.Token, "--process", $"{server.ProcessId}",
                "--seconds", $"{(seconds > 0 ? seconds : ShortSeconds)}", "--viewers", seconds > 0 ? "1000" : "20", "--moderators", seconds > 0 ? "0" : "4",
                "--seed", $"{Setting("LIVEDIALOGUE_STORM_SEED", 1)}",
            ]) start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var (words, complaints) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) output.WriteLine(await complaints);
        return (process.ExitCode, await words);
    }

    private double Percentile(double share)
    {
        var sorted = _acted.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
