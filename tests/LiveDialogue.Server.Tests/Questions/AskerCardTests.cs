using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Texts;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class AskerCardTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void Whatever_happens_there_is_a_sentence_for_the_asker_in_every_language()
    {
        var standIns = Enum.GetValues<QuestionState>().Select(state => (Question?)One(state)).Append(null).Append(One(QuestionState.Held) with { Risk = RiskState.Waiting }).ToList();
        var words = (
            from state in Enum.GetValues<QuestionState>()
            from risk in new RiskState?[] { null, RiskState.Waiting, RiskState.Seen, RiskState.Cleared }
            from eventState in Enum.GetValues<EventState>()
            from merged in new[] { false, true }
            from standIn in standIns
            select AskerCards.BecameOf(One(state) with { Risk = risk, MergedInto = merged && state is QuestionState.Rejected ? new("01HZX0000000000000000000BB") : null }, eventState, standIn)).ToHashSet();

        string[] expected = ["answered", "approved", "held", "live", "merged", "merged-answered", "merged-live", "received", "rejected", "risk", "risk-seen", "shortlisted", "unanswered"];
        Assert.Equal(expected, words.Order(StringComparer.Ordinal));
        foreach (var language in Language.All)
            foreach (var word in words) Assert.True(Wording.For(language).Has($"mine.{word}") && !Wording.For(language).Untranslated.Contains($"mine.{word}"), $"{language.Code}: mine.{word}");
    }

    [Fact]
    public async Task A_merged_question_brings_its_asker_the_answer_of_the_one_asked_in_its_stead()
    {
        var live = await server.AddEventAsync();
        using var asker = server.Anonymous();
        var mine = server.NewId();
        (await asker.AskAsync(live.Slug, mine, "When will school begin?")).EnsureSuccessStatusCode();
        var stays = await server.QuestionInAsync(live.Slug, "When does school start?", "approve");
        using var host = server.Host();
        (await host.CommandAsync(live.Slug, mine, "merge", new { into = stays })).EnsureSuccessStatusCode();
        Assert.Equal("merged", await BecameAsync());

        (await host.CommandAsync(live.Slug, stays, "answer", new { text = "In May." })).EnsureSuccessStatusCode();

        var card = await (await asker.GetAsync($"/api/v1/events/{live.Slug}/questions/{mine}")).JsonAsync();
        Assert.Equal(("merged-answered", "In May."), (card.GetProperty("became").GetString(), card.GetProperty("answer").GetProperty("text").GetString()));

        async Task<string?> BecameAsync() => (await (await asker.GetAsync($"/api/v1/events/{live.Slug}/questions/{mine}")).JsonAsync()).GetProperty("became").GetString();
    }

    [Fact]
    public async Task When_the_event_is_over_who_got_no_answer_is_told_so()
    {
        var live = await server.AddEventAsync(EventState.Live);
        using var asker = server.Anonymous();
        var id = server.NewId();
        (await asker.AskAsync(live.Slug, id, "Did you read this?")).EnsureSuccessStatusCode();

        await server.Services.GetRequiredService<EventStore>().ChangeAsync(live.Id, "ended", e => e.Finish(), CancellationToken.None);

        var card = await (await asker.GetAsync($"/api/v1/events/{live.Slug}/questions/{id}")).JsonAsync();
        Assert.Equal(("received", "unanswered"), (card.GetProperty("state").GetString(), card.GetProperty("became").GetString()));
    }

    private static Question One(QuestionState state) => new()
    {
        Id = new("01HZX0000000000000000000AA"),
        Event = new("01HZX00000000000000000000E"),
        Device = "device",
        Text = "?",
        Shown = "?",
        Language = "en",
        State = state,
        CreatedAt = Instant.FromUtc(2027, 3, 16, 13, 0),
    };
}
