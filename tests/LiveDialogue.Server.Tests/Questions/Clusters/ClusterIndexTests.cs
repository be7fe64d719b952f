using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Clusters;

namespace LiveDialogue.Server.Tests.Questions.Clusters;

public sealed class ClusterIndexTests
{
    private static readonly Fingerprints Prints = new(Lexicon.Embedded);
    private readonly ClusterIndex _index = new(new Likeness(Prints, new LikenessWeights()), capacity: 100);

    [Fact]
    public void A_question_finds_the_same_one_in_other_languages()
    {
        Add("1", "When will the schools reopen?", "en");
        Add("2", "Is the measles vaccine safe for babies?", "en");
        Add("3", "¿Cuándo van a abrir las escuelas?", "es");

        Assert.Equal(["1", "3"], Find("Quand est-ce que les écoles vont rouvrir ?", "fr"));
        Assert.Equal(["2"], Find("هل لقاح الحصبة آمن للرضع؟", "ar"));
        Assert.Empty(Find("Who won the football match?", "en"));
    }

    [Theory]
    [InlineData("When will schools reopen?", "Why did schools close?")]
    [InlineData("How many children died of cholera?", "How many children died of malaria?")]
    [InlineData("Where to get vaccinated in Dakar?", "Where to get vaccinated in Abidjan?")]
    [InlineData("Is the polio vaccine free?", "Is the polio vaccine safe?")]
    public void What_only_looks_alike_is_not_found(string one, string other)
    {
        Add("1", one, "en");

        Assert.Empty(Find(other, "en"));
    }

    [Fact]
    public void The_exact_same_words_are_found_with_score_one_whatever_the_language()
    {
        Add("1", "Grumblewick snorfle bandersnatch", "xx");
        Add("2", "ጥያቄ አለኝ ስለ ትምህርት", "am");

        Assert.Equal(new Match(new QuestionId("1"), 1), Assert.Single(_index.Find([Prints.Of("grumblewick SNORFLE bandersnatch!!", "xx")], 3)));
        Assert.Equal(new Match(new QuestionId("2"), 1), Assert.Single(_index.Find([Prints.Of("ጥያቄ አለኝ ስለ ትምህርት", "am")], 3)));
    }

    [Fact]
    public void An_event_keeps_its_newest_questions_and_those_alone()
    {
        var clusters = new EventClusters(Prints, new Likeness(Prints, new LikenessWeights()), capacity: 50);
        for (var i = 0; i < 200; i++) clusters.Take(new($"q{i}"), i % 2 == 0 ? "When will the schools reopen?" : $"Is the measles vaccine safe in town number {i}?", "en", null, null);

        Assert.Equal(50, clusters.Count);
        Assert.All(clusters.TakeChanged(), id => Assert.True(int.Parse(id.Value[1..], System.Globalization.CultureInfo.InvariantCulture) >= 150));
        Assert.NotEmpty(clusters.Find(new("q198"), 3));
        Assert.Empty(clusters.Find(new("q0"), 3));
    }

    [Fact]
    public void A_translation_finds_what_the_words_do_not()
    {
        _index.Add(new("1"), [Prints.Of("Kada će se škole ponovo otvoriti?", "hr"), Prints.Of("When will the schools open again?", "en")]);

        Assert.Equal(["1"], Find("Shule zitafunguliwa lini?", "sw"));
    }

    [Fact]
    public void What_was_removed_or_is_long_past_is_not_found()
    {
        Add("first", "When will the schools reopen?", "en");
        Add("removed", "When will the schools reopen?", "en");
        _index.Remove(new("removed"));
        Assert.Equal(["first"], Find("when will the schools reopen", "en"));

        for (var i = 0; i < 2_000; i++) Add($"{i}", $"Question number {i} about cholera", "en");

        Assert.Equal(100, _index.Count);
        Assert.Empty(Find("when will the schools reopen", "en"));
        Assert.Contains("1999", Find("question number 1999 about cholera", "en"));
    }

    [Theory]
    [InlineData("École", "ecole")]
    [InlineData("  ШКОЛЫ!!  откроются? ", "школы откроются")]
    [InlineData("مُدَرِّسَة", "مدرسه")]
    [InlineData("sooooo gooood", "so god")]
    [InlineData("ｆｕｌｌ　ｗｉｄｔｈ ٣", "full width 3")]
    [InlineData("h̵̨̛e̸l̷l̶o̵", "hello")]
    [InlineData("", "")]
    [InlineData("???", "")]
    public void Text_is_folded_to_what_readers_take_for_the_same(string text, string folded) => Assert.Equal(folded, FoldedText.Of(text));

    private void Add(string id, string text, string language) => _index.Add(new(id), [Prints.Of(text, language)]);

    private string[] Find(string text, string language) => [.. _index.Find([Prints.Of(text, language)], 5).Select(match => match.Id.Value)];
}
