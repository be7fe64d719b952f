using System.Net;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Ledger;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class LedgerTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly Instant Asked = Instant.FromUtc(2027, 3, 16, 13, 0);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_ledger_adds_up_whatever_was_decided(int seed)
    {
        var random = new Random(seed);
        var questions = new List<Question>();
        for (var i = 0; i < 300; i++)
        {
            var question = One(i) with { State = (QuestionState)random.Next(7) };
            if (question.State is QuestionState.Rejected) question = question with { Reason = (RejectReason)random.Next(7) };
            if (question.State is QuestionState.Rejected && i > 0 && random.Next(2) == 0) question = question with { MergedInto = questions[random.Next(i)].Id };
            if (question.State is QuestionState.Answered) question = question with { AnsweredAt = Asked, LiveAt = random.Next(2) == 0 ? Asked : null, Answer = random.Next(2) == 0 ? "Yes." : null };
            if (random.Next(10) == 0) question = question with { Risk = (RiskState)random.Next(3) };
            questions.Add(question);
        }

        var ledger = QuestionLedger.Of(questions);

        Assert.Equal(300, ledger.Asked);
        Assert.Equal(ledger.Asked, ledger.AnsweredOnAir + ledger.AnsweredInWriting + ledger.Refused + ledger.Waiting);
        Assert.Equal(ledger.Refused, ledger.Reasons.Sum(row => row.Count));
    }

    [Fact]
    public void A_merged_question_counts_where_the_one_asked_in_its_stead_ended()
    {
        var answered = One(1) with { State = QuestionState.Answered, LiveAt = Asked, AnsweredAt = Asked + Duration.FromMinutes(10) };
        var merged = One(2) with { State = QuestionState.Rejected, Reason = RejectReason.Duplicate, MergedInto = answered.Id };
        var twice = One(3) with { State = QuestionState.Rejected, Reason = RejectReason.Duplicate, MergedInto = merged.Id };

        var ledger = QuestionLedger.Of([answered, merged, twice]);

        Assert.Equal((3, 3, 0, 2), (ledger.Asked, ledger.AnsweredOnAir, ledger.Refused, ledger.Merged));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void No_cell_has_fewer_than_five_people_nor_can_it_be_reckoned_from_the_totals(int seed)
    {
        var random = new Random(seed);
        string[] languages = ["en", "fr", "ar", "es", "pt", "sw"];
        var questions = Enumerable.Range(0, random.Next(1, 80)).Select(i => One(i) with { Language = languages[Math.Min(random.Next(6), random.Next(6))], Device = $"d{random.Next(40)}" }).ToList();

        var figures = DialogueFigures.Of(questions, place => place);

        foreach (var cell in figures.Languages.Where(cell => cell.Key is not null))
            Assert.True(questions.Where(question => question.Language == cell.Key).DistinctBy(question => question.Device).Count() >= DialogueFigures.Smallest);
        var shown = figures.Languages.Select(cell => cell.Key).ToHashSet();
        var hidden = questions.Where(question => !shown.Contains(question.Language)).ToList();
        if (hidden.Count == 0) return;
        if (shown.Count > 0 && shown.Any(key => key is not null))
        {
            Assert.True(hidden.DistinctBy(question => question.Language).Count() > 1, "a single hidden cell is the total less the others");
            Assert.True(hidden.DistinctBy(question => question.Device).Count() >= DialogueFigures.Smallest);
        }
        Assert.Equal(figures.Languages.Any(cell => cell.Key is null) ? figures.Asked : figures.Asked - hidden.Count, figures.Languages.Sum(cell => cell.Asked));
    }

    [Fact]
    public void Those_at_risk_are_in_no_cell_where_the_difference_to_the_board_would_show_them()
    {
        Question[] questions = [.. Enumerable.Range(0, 8).Select(i => One(i) with { Language = "fr", Device = $"d{i}" }), One(9) with { Language = "fr", Device = "d9", Risk = RiskState.Waiting }];

        var figures = DialogueFigures.Of(questions, place => place);

        Assert.Equal((9, 8), (figures.Asked, Assert.Single(figures.Languages).Asked));
    }

    [Fact]
    public void The_median_and_the_rate_count_everybody_who_got_an_answer()
    {
        Question[] questions = [.. new[] { 1, 2, 30 }.Select((minutes, i) => One(i) with { State = QuestionState.Answered, LiveAt = Asked, AnsweredAt = Asked + Duration.FromMinutes(minutes) }), One(3)];

        var figures = DialogueFigures.Of(questions, place => place);

        Assert.Equal((4, 3, 0.75, 120.0), (figures.Asked, figures.Answered, figures.AnswerRate, figures.MedianSecondsToAnswer));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+243", "'+243")]
    [InlineData("-2", "'-2")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("＝1", "'＝1")]
    [InlineData(" =HYPERLINK(\"x\",\"y\")", "\"' =HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("Why?;=cmd|' /C calc'!A0", "\"Why?;'=cmd|' /C calc'!A0\"")]
    [InlineData("a; \"＝1\"", "\"a; \"\"'＝1\"\"\"")]
    [InlineData("a\n+1", "\"a\n'+1\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_field_is_quoted_where_it_must_be_and_is_never_a_formula(string? text, string field) => Assert.Equal(field, QuestionExport.Field(text));

    [Fact]
    public async Task The_public_reads_the_ledger_and_moderators_the_figures_and_exports()
    {
        var live = await server.AddEventAsync();
        await server.QuestionInAsync(live.Slug, "=Answered?", "approve", "shortlist", "take", "answer");
        await server.QuestionInAsync(live.Slug, "Refused?", "reject");
        await server.QuestionInAsync(live.Slug, "I want to die");
        using var viewer = server.Anonymous();
        using var host = server.Host();
        var api = $"/api/v1/events/{live.Slug}";

        var ledger = await (await viewer.GetAsync($"{api}/ledger")).JsonAsync();
        Assert.Equal((3, 1, 1, 1), (ledger.GetProperty("asked").GetInt32(), ledger.GetProperty("answeredOnAir").GetInt32(), ledger.GetProperty("refused").GetInt32(), ledger.GetProperty("waiting").GetInt32()));
        foreach (var path in new[] { "figures", "export.csv", "export.json" }) Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.GetAsync($"{api}/{path}")).StatusCode);
        Assert.Equal(3, (await (await host.GetAsync($"{api}/figures")).JsonAsync()).GetProperty("asked").GetInt32());
        var csv = await host.GetStringAsync($"{api}/export.csv");
        Assert.Contains(",'=Answered?,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("die", csv, StringComparison.Ordinal);
        Assert.Equal(2, (await (await host.GetAsync($"{api}/export.json")).JsonAsync()).GetProperty("questions").GetArrayLength());
    }

    [Theory, InlineData("en"), InlineData("ar"), InlineData("ht")]
    public async Task The_ledger_s_page_reads_without_script(string language)
    {
        var live = await server.AddEventAsync();
        await server.QuestionInAsync(live.Slug, "Refused?", "reject");
        using var viewer = server.Anonymous();

        var page = await viewer.GetStringAsync($"/e/{live.Slug}/ledger?lang={language}");

        Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains("data-ledger=\"asked\"", page, StringComparison.Ordinal);
        Assert.Contains("data-reason=\"other\"", page, StringComparison.Ordinal);
        Assert.Contains($"/e/{live.Slug}/ledger", await viewer.GetStringAsync($"/e/{live.Slug}"), StringComparison.Ordinal);
    }

    private static Question One(int number) => new()
    {
        Id = new($"01HZX00000000000000000{number:D4}"),
        Event = new("01HZX00000000000000000000E"),
        Device = $"device {number}",
        Text = "?",
        Shown = "?",
        Language = "en",
        State = QuestionState.Received,
        CreatedAt = Asked,
    };
}
