using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class RoutesTests
{
    private static readonly LanguagePair[] Pairs = [new("en", "es"), new("es", "en"), new("es", "fr"), new("fr", "es"), new("es", "pt"), new("pt", "gl"), new("gl", "ca"), new("fr", "pt")];

    [Theory]
    [InlineData("en", "es", "en→es")]
    [InlineData("en", "fr", "en→es es→fr")]
    [InlineData("fr", "en", "fr→es es→en")]
    [InlineData("fr", "pt", "fr→pt")]
    [InlineData("en", "gl", "en→es es→pt pt→gl")]
    [InlineData("en", "en", "")]
    public void Few_steps_lead_from_one_language_to_another(string from, string to, string route) =>
        Assert.Equal(route, string.Join(' ', Routes.Find(Pairs, from, to)!));

    [Theory]
    [InlineData("en", "ca")]  // four steps
    [InlineData("ca", "en")]  // nothing leads away from it
    [InlineData("en", "sw")]
    [InlineData("sw", "en")]
    public void There_is_no_way_where_it_would_be_too_long_or_none_is(string from, string to) => Assert.Null(Routes.Find(Pairs, from, to));

    [Fact]
    public void A_ring_of_pairs_has_an_end() => Assert.Null(Routes.Find([new("a", "b"), new("b", "c"), new("c", "a")], "a", "d"));
}
