using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace LiveDialogue.Simulator.Storm;

/// <summary>A moderator without a browser: decides on what comes, some fifteen times a minute.</summary>
internal sealed class StormModerator(Uri server, string eventId, string token, int seed)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(4);
    private readonly StormQuestions _chance = new(seed);

    public async Task RunAsync(ConcurrentQueue<string> waiting, Delays acted, ConcurrentQueue<string> surprises, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var timer = new PeriodicTimer(Pace, TimeProvider.System);
        try
        {
            do
            {
                if (!waiting.TryDequeue(out var id)) continue;
                await ActAsync(http, id, _chance.OnceIn(4) ? "reject" : "approve", acted, surprises, ct);
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException)
        {
            // the hour is over
        }
    }

    private async Task ActAsync(HttpClient http, string id, string command, Delays acted, ConcurrentQueue<string> surprises, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        using var answer = await http.PostAsJsonAsync($"/api/v1/events/{eventId}/questions/{id}/{command}", new { reason = "off-topic" }, ct);
        acted.Add(TimeProvider.System.GetElapsedTime(since));
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.NotFound)) surprises.Enqueue($"{command} was answered with {(int)answer.StatusCode}");
    }
}
