using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class GlossaryTests
{
    private static readonly Glossary Terms = Glossary.Of(
    [
        new("Goma", new Dictionary<string, string>()),
        new("Goma Rural", new Dictionary<string, string>()),
        new("polio", new Dictionary<string, string> { ["fr"] = "poliomyélite" }),
    ]);

    [Fact]
    public void A_term_passes_the_engine_as_a_word_it_does_not_know()
    {
        var (text, hidden) = Terms.Hide("Is there polio in Goma Rural, or in GOMA?");

        Assert.DoesNotContain("Goma", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("polio", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Is there poliomyélite in Goma Rural, or in Goma?", Glossary.Show(text, hidden, "fr"));
        Assert.Equal("Is there polio in Goma Rural, or in Goma?", Glossary.Show(text, hidden, "es"));
    }

    [Theory]
    [InlineData("Gomas are sweets")]
    [InlineData("nonpolio")]
    [InlineData("polio2")]
    public void A_part_of_another_word_is_no_term(string text) => Assert.Equal((text, 0), (Terms.Hide(text).Text, Terms.Hide(text).Hidden.Count));

    [Fact]
    public void A_term_that_the_engine_lost_or_bent_is_noticed()
    {
        var (text, hidden) = Terms.Hide("polio");

        Assert.Null(Glossary.Show("", hidden, "fr"));
        Assert.Null(Glossary.Show(text[..^1], hidden, "fr"));
        Assert.Null(Glossary.Show(text + " Xqvzzz", hidden, "fr"));
    }

    [Fact]
    public void Endless_glossaries_hide_as_many_terms_as_there_are_words_for()
    {
        var many = Glossary.Of(Enumerable.Range(0, 1000).Select(i => new GlossaryTerm($"t{i}q", new Dictionary<string, string>())));
        var said = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"t{i}q"));

        var (text, hidden) = many.Hide(said);

        Assert.Equal(676, hidden.Count);
        Assert.Equal(said, Glossary.Show(text, hidden, "fr"));
    }
}
