using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions.Clusters;

public sealed class ClusterBoardTests : IDisposable
{
    private const int Looks = 20_000;
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Moderators_see_what_looks_like_the_same_in_other_languages_and_the_public_does_not()
    {
        await _server.AddEventAsync();
        var english = await AskAsync("When will the schools reopen?", "en");
        var french = await AskAsync("Quand est-ce que les écoles vont rouvrir ?", "fr");
        var other = await AskAsync("Is the measles vaccine safe for babies?", "en");

        var board = await UntilAsync(seen => Similar(seen, french).Length > 0 && Similar(seen, english).Length > 0);

        Assert.Equal([english], Similar(board, french));
        Assert.Equal([french], Similar(board, english));
        Assert.Empty(Similar(board, other));
        var cluster = board.Find(french)!.Value.GetProperty("cluster");
        Assert.Equal((english, 2), (cluster.GetProperty("id").GetString(), cluster.GetProperty("size").GetInt32()));
        Assert.Equal(["en", "fr"], cluster.GetProperty("languages").EnumerateArray().Select(language => language.GetString()));
        Assert.Equal(1, board.Find(english)!.Value.GetProperty("version").GetInt32());      // no decision of anybody is stale by it
        using var host = _server.Host();
        (await host.CommandAsync("voices", english, "approve")).EnsureSuccessStatusCode();
        using var anybody = _server.Anonymous();
        var card = (await anybody.BoardAsync("voices")).Find(english)!.Value;
        Assert.False(card.TryGetProperty("cluster", out _) || card.TryGetProperty("similar", out _));
    }

    [Fact]
    public async Task After_a_restart_a_newcomer_finds_those_who_asked_before()
    {
        await _server.AddEventAsync();
        var english = await AskAsync("Why is there no clean water in the camp?", "en");
        var swahili = await AskAsync("Kwa nini hakuna maji safi kambini?", "sw");
        await UntilAsync(seen => Similar(seen, swahili).Length > 0);

        _server.Restart();
        var spanish = await AskAsync("¿Por qué no hay agua limpia en el campamento?", "es");

        var board = await UntilAsync(seen => Similar(seen, spanish).Length == 2);
        Assert.Equal(3, board.Find(spanish)!.Value.GetProperty("cluster").GetProperty("size").GetInt32());
        Assert.Equal(english, board.Find(spanish)!.Value.GetProperty("cluster").GetProperty("id").GetString());
        using var host = _server.Host();
        var similar = await host.GetFromJsonAsync<JsonElement>($"/api/v1/events/voices/questions/{english}/similar");
        Assert.Equal(2, similar.GetProperty("questions").GetArrayLength());
    }

    [Fact]
    public async Task Whoever_asked_a_merged_question_hears_what_became_of_the_other_and_its_votes_count_there()
    {
        await _server.AddEventAsync();
        using var asker = _server.Anonymous();
        using var voter = _server.Anonymous();
        using var host = _server.Host();
        var (master, merged) = (await AskAsync("When will the schools reopen?", "en"), _server.NewId());
        (await asker.AskAsync("voices", merged, "when r schools open again??")).EnsureSuccessStatusCode();
        foreach (var id in new[] { master, merged })
        {
            (await host.CommandAsync("voices", id, "approve")).EnsureSuccessStatusCode();
            (await voter.PostAsync($"/api/v1/events/voices/questions/{id}/vote", null)).EnsureSuccessStatusCode();
        }
        (await asker.PostAsync($"/api/v1/events/voices/questions/{merged}/vote", null)).EnsureSuccessStatusCode();

        (await host.CommandAsync("voices", merged, "merge", new { into = master })).EnsureSuccessStatusCode();
        var board = await UntilAsync(seen => seen.Find(master) is { } card && card.TryGetProperty("mergedCount", out _));
        Assert.Equal((1, 2), (board.Find(master)!.Value.GetProperty("mergedCount").GetInt32(), board.Find(master)!.Value.GetProperty("votes").GetInt32()));

        (await host.CommandAsync("voices", master, "answer", new { text = "In March." })).EnsureSuccessStatusCode();
        var heard = (await asker.GetFromJsonAsync<JsonElement>($"/api/v1/events/voices/questions/{merged}")).GetProperty("merged");
        Assert.Equal(("answered", "In March."), (heard.GetProperty("state").GetString(), heard.GetProperty("answer").GetProperty("text").GetString()));
        var page = await asker.GetStringAsync($"/e/voices?asked={merged}");
        Assert.Contains("In March.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_a_merge_apart_makes_two_questions_of_it_again()
    {
        await _server.AddEventAsync();
        using var host = _server.Host();
        var (master, merged) = (await AskAsync("When will the schools reopen?", "en"), await AskAsync("when will schools open again", "en"));
        Assert.Equal(HttpStatusCode.Conflict, (await host.CommandAsync("voices", merged, "unmerge")).StatusCode);
        (await host.CommandAsync("voices", merged, "merge", new { into = master })).EnsureSuccessStatusCode();
        await UntilAsync(seen => seen.Find(master) is { } card && card.TryGetProperty("mergedCount", out _) && Similar(seen, master).Length == 0);

        (await host.CommandAsync("voices", merged, "unmerge")).EnsureSuccessStatusCode();

        var board = await UntilAsync(seen => seen.Find(master) is { } card && !card.TryGetProperty("mergedCount", out _));
        Assert.Equal("received", board.StateOf(merged));
    }

    private async Task<string> AskAsync(string text, string language)
    {
        var id = _server.NewId();
        using var asker = _server.Anonymous();
        (await asker.PostAsJsonAsync("/api/v1/events/voices/questions", new { id, text, language })).EnsureSuccessStatusCode();
        return id;
    }

    // The keeper works beside us, twice a second of the server's time.
    private async Task<JsonElement> UntilAsync(Func<JsonElement, bool> holds)
    {
        using var host = _server.Host();
        for (var look = 0; look < Looks; look++)
        {
            var board = await host.BoardAsync("voices");
            if (holds(board)) return board;
            _server.Time.Advance(Duration.FromMilliseconds(500));
        }
        throw new TimeoutException("The suggestions didn't come.");
    }

    private static string[] Similar(JsonElement board, string id) =>
        board.Find(id) is { } card && card.TryGetProperty("similar", out var similar) ? [.. similar.EnumerateArray().Select(match => match.GetProperty("id").ToString())] : [];
}
