using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Simulator.Bench;
using LiveDialogue.Simulator.Boards;

namespace LiveDialogue.Simulator.Storm;

/// <summary>An audience against a running server: asks, watches, and says at the end what was lost, doubled and not told. Exits with 1 if anything was.</summary>
internal static class StormCommand
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Stragglers = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var options = Options.Parse(words, ["--url", "--event", "--token", "--seconds", "--per-minute", "--viewers", "--moderators", "--seed", "--process"], out var problem);
        if (options?["--url"] is not { } url || options["--event"] is not { } eventId || options["--token"] is not { } token)
        {
            await Console.Error.WriteLineAsync(problem ?? "storm needs --url, --event and --token.");
            return 2;
        }
        var plan = new Plan(
            new(url), eventId, token, TimeSpan.FromSeconds(options.Number("--seconds", 300)), options.Number("--per-minute", 200), options.Number("--viewers", 1000),
            options["--moderators"] == "0" ? 0 : options.Number("--moderators", 4), options.Number("--seed", 1));
        return await RunAsync(plan, options.Number("--process", Environment.ProcessId), ct);
    }

    private static async Task<int> RunAsync(Plan plan, int process, CancellationToken ct)
    {
        using var audience = new StormAudience(plan.Server, plan.Event);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (waiting, acted, heard) = (new ConcurrentQueue<string>(), new Delays(), 0L);
        var hub = new IPEndPoint(IPAddress.Loopback, plan.Server.Port);
        var listening = new ConcurrentBag<Task> { (await HubViewer.JoinAsync(hub, plan.Event, plan.Token, ct)).ListenAsync(audience.HeardByModerators, over.Token) };
        var left = plan.Viewers;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) listening.Add((await HubViewer.JoinAsync(hub, plan.Event, null, ct)).ListenAsync(_ => Interlocked.Increment(ref heard), over.Token));
        }));
        Console.WriteLine($"{plan.Viewers} viewers are there; seed {plan.Seed}.");
        var moderating = Enumerable.Range(0, plan.Moderators).Select(i => new StormModerator(plan.Server, plan.Event, plan.Token, plan.Seed + i).RunAsync(waiting, acted, audience.Surprises, over.Token)).ToList();

        var cpuBefore = ProcessReadings.CpuTime(process);
        await AskAllAsync(plan, audience, waiting, ct);
        await Task.Delay(Stragglers, TimeProvider.System, ct);
        var (cpu, memory) = (ProcessReadings.CpuTime(process) - cpuBefore, ProcessReadings.MemoryBytes(process));
        await over.CancelAsync();
        await Task.WhenAll([.. listening, .. moderating]);
        Console.WriteLine(FormattableString.Invariant($"{audience.Acknowledged.Count} acknowledged, {audience.Refused} rightly refused, {Interlocked.Read(ref heard)} messages heard by viewers."));
        Console.WriteLine($"submit to stored: {audience.Stored}");
        Console.WriteLine($"submit to the moderators' screens: {audience.OnScreens}");
        if (acted.Count > 0) Console.WriteLine($"action to acknowledged: {acted}");
        if (process != Environment.ProcessId) Console.WriteLine(FormattableString.Invariant($"the server: {cpu.TotalSeconds:0.0} s of CPU in {plan.Length.TotalSeconds:0} s, {memory / 1048576} MB"));
        return await JudgeAsync(plan, audience, acted, ct);
    }

    private static async Task AskAllAsync(Plan plan, StormAudience audience, ConcurrentQueue<string> waiting, CancellationToken ct)
    {
        var questions = new StormQuestions(plan.Seed);
        var asking = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1) / plan.PerMinute, TimeProvider.System);
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < plan.Length && await timer.WaitForNextTickAsync(ct))
        {
            var question = questions.Next();
            asking.Add(AskAsync(audience, question, questions.OnceIn(12) ? 3 : 1, waiting, ct));
        }
        await Task.WhenAll(asking);
    }

    private static async Task AskAsync(StormAudience audience, StormQuestion question, int times, ConcurrentQueue<string> waiting, CancellationToken ct)
    {
        await audience.AskAsync(question, times, ct);
        if (audience.Acknowledged.ContainsKey(question.Id)) waiting.Enqueue(question.Id);
    }

    private static async Task<int> JudgeAsync(Plan plan, StormAudience audience, Delays acted, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = plan.Server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", plan.Token);
        var states = new Dictionary<string, string?>(StringComparer.Ordinal);
        var doubled = 0;
        foreach (var name in new[] { "questions.moderation", "questions.risk" })        // no question is on both
        {
            var board = await http.GetFromJsonAsync<JsonElement>($"/api/v1/events/{plan.Event}/questions?board={name}", ct);
            foreach (var row in board.GetProperty("questions").EnumerateArray())
                if (!states.TryAdd(row.GetProperty("id").GetString()!, row.GetProperty("state").GetString())) doubled++;        // each has one
        }
        var lost = audience.Acknowledged.Keys.Count(id => !states.ContainsKey(id));
        doubled += states.Keys.Count(id => !audience.Acknowledged.ContainsKey(id));
        var untold = 0;
        foreach (var (id, question) in audience.Acknowledged)
            if (states.TryGetValue(id, out var state) && await audience.CardStateAsync(question, ct) != state) untold++;

        foreach (var surprise in audience.Surprises.GroupBy(word => word)) Console.WriteLine($"{surprise.Count()} times {surprise.Key}");
        Console.WriteLine($"{untold} askers not told what became of their question.");
        Figure("lost", lost, "0", "questions");
        Figure("doubled", doubled, "0", "questions");
        Figure("stored-p99", audience.Stored.Percentile(0.99), "0", "ms");
        Figure("screens-p99", audience.OnScreens.Percentile(0.99), "0", "ms");
        if (acted.Count > 0) Figure("action-p99", acted.Percentile(0.99), "0", "ms");
        return lost + doubled + untold == 0 && audience.Surprises.IsEmpty ? 0 : 1;
    }

    private static void Figure(string name, double value, string format, string unit) =>
        Console.WriteLine($"figure: storm.{name} {value.ToString(format, CultureInfo.InvariantCulture)} {unit}");

    private sealed record Plan(Uri Server, string Event, string Token, TimeSpan Length, int PerMinute, int Viewers, int Moderators, int Seed);
}
