using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Simulator.Storm;
using NodaTime;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Questions.Storm;

/// <summary>
/// An hour of a large audience in process and on a fake clock: four moderators decide while everybody asks. LIVEDIALOGUE_STORM_QUESTIONS
/// and LIVEDIALOGUE_STORM_SEED make it larger and other; scripts/storm asks three thousand in sixty minutes.
/// </summary>
public sealed class StormTests(ITestOutputHelper output) : IDisposable
{
    private const int PerMinute = 50;
    private readonly TestServer _server = new();
    private readonly Dictionary<string, (StormQuestion Question, HttpClient Asker)> _acknowledged = [];
    private readonly Dictionary<int, HttpClient> _askers = [];
    private readonly Delays _stored = new();
    private readonly Delays _acted = new();

    public void Dispose()
    {
        foreach (var asker in _askers.Values) asker.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task No_acknowledged_question_is_lost_or_doubled_and_every_asker_is_told()
    {
        var (count, seed) = (Setting("LIVEDIALOGUE_STORM_QUESTIONS", 120), Setting("LIVEDIALOGUE_STORM_SEED", 5));
        output.WriteLine($"{count} questions, seed {seed}");
        var live = await _server.AddEventAsync();
        var moderators = new List<HttpClient>();
        for (var i = 0; i < 4; i++) moderators.Add(_server.As((await _server.AddInviteAsync(live.Id, Role.Moderator, $"Moderator {i}")).Token));
        var questions = new StormQuestions(seed);

        for (var asked = 0; asked < count; asked++)
        {
            await AskAsync(questions.Next(), questions);
            await ModerateAsync(moderators[asked % moderators.Count], questions);
            _server.Time.Advance(Duration.FromSeconds(60.0 / PerMinute));
        }
        var board = await DecideAllAsync(_server.Host());

        Assert.True(_acknowledged.Count >= count * 9 / 10, $"{_acknowledged.Count} of {count} were acknowledged");
        var rows = board.GetProperty("questions").EnumerateArray().ToList();
        var lost = _acknowledged.Keys.Except(rows.Select(IdOf)).ToList();
        var doubled = rows.Count - rows.DistinctBy(IdOf).Count() + rows.Select(IdOf).Except(_acknowledged.Keys).Count();
        Assert.Empty(lost);
        Assert.Equal(0, doubled);
        await EveryAskerIsToldAsync(board);
        output.WriteLine($"asked to stored, in process: {_stored}");
        output.WriteLine($"action to acknowledged, in process: {_acted}");
        output.WriteLine($"{_acknowledged.Count} acknowledged, {lost.Count} lost, {doubled} doubled, every asker told");
        foreach (var moderator in moderators) moderator.Dispose();
    }

    // As a browser does it: again with the same id when the answer was lost, later when it was too fast.
    private async Task AskAsync(StormQuestion question, StormQuestions chance)
    {
        if (!_askers.TryGetValue(question.Asker, out var asker)) _askers[question.Asker] = asker = _server.Anonymous();
        var sends = chance.OnceIn(12) ? 3 : 1;
        for (var send = 0; send < sends; send++)
        {
            var since = TimeProvider.System.GetTimestamp();
            using var answer = await asker.PostAsJsonAsync("/api/v1/events/voices/questions", new { id = question.Id, text = question.Text, language = question.Language });
            if (answer.StatusCode is HttpStatusCode.TooManyRequests)
            {
                _server.Time.Advance(Duration.FromSeconds(2));
                send--;
                continue;
            }
            if (question.IsTooLarge || answer.StatusCode is HttpStatusCode.UnprocessableEntity)
            {
                Assert.True((int)answer.StatusCode is 413 or 422, $"{answer.StatusCode}");
                return;
            }
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            if (_acknowledged.TryAdd(question.Id, (question, asker))) _stored.Add(TimeProvider.System.GetElapsedTime(since));
        }
    }

    private async Task ModerateAsync(HttpClient moderator, StormQuestions chance)
    {
        if (_acknowledged.Count == 0) return;

        var id = _acknowledged.Keys.ElementAt(Math.Max(0, _acknowledged.Count - 1 - chance.Number(Math.Min(20, _acknowledged.Count))));
        var (command, body) = chance.Number(10) switch
        {
            0 => ("reject", (object?)new { reason = "off-topic" }),
            1 => ("shortlist", null),
            2 => ("take", null),
            3 => ("answer", new { text = "Soon." }),
            4 => ("claim", null),
            5 => ("merge", new { into = _acknowledged.Keys.ElementAt(chance.Number(_acknowledged.Count)) }),
            _ => ("approve", null),
        };
        var since = TimeProvider.System.GetTimestamp();
        using var answer = await moderator.CommandAsync("voices", id, command, body);
        _acted.Add(TimeProvider.System.GetElapsedTime(since));
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.NotFound, $"{command}: {answer.StatusCode}");
    }

    private static async Task<JsonElement> DecideAllAsync(HttpClient moderator)
    {
        // A child that is hit by a teacher is on no board but the risk lane's, until somebody who may look there sends it on.
        var risky = await moderator.GetFromJsonAsync<JsonElement>("/api/v1/events/voices/questions?board=questions.risk");
        foreach (var row in risky.GetProperty("questions").EnumerateArray()) (await moderator.CommandAsync("voices", IdOf(row), "clear-risk")).EnsureSuccessStatusCode();
        var board = await moderator.BoardAsync("voices");
        foreach (var row in board.GetProperty("questions").EnumerateArray())
            if (row.GetProperty("state").GetString() is "received" or "held") (await moderator.CommandAsync("voices", IdOf(row), "approve")).EnsureSuccessStatusCode();
        return await moderator.BoardAsync("voices");
    }

    private async Task EveryAskerIsToldAsync(JsonElement board)
    {
        foreach (var row in board.GetProperty("questions").EnumerateArray())
        {
            var card = await _acknowledged[IdOf(row)].Asker.GetFromJsonAsync<JsonElement>($"/api/v1/events/voices/questions/{IdOf(row)}");
            Assert.Equal(row.GetProperty("state").GetString(), card.GetProperty("state").GetString());
            Assert.NotEqual("received", card.GetProperty("state").GetString());
            if (row.TryGetProperty("mergedInto", out _)) Assert.NotEqual("", card.GetProperty("merged").GetProperty("state").GetString());
        }
    }

    private static string IdOf(JsonElement row) => row.GetProperty("id").GetString()!;      // each has one

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
