using LiveDialogue.Server.Translation.Apertium;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class ApertiumModeTests
{
    [Fact]
    public void A_mode_is_read_into_programs_that_answer_at_a_zero_byte()
    {
        var mode = ApertiumMode.TryParse("eng-spa", "lt-proc '/a/eng-spa.automorf.bin' | apertium-tagger -g $2 '/a/eng-spa.prob' | lt-proc $1 '/a/eng-spa.autogen.bin'\n")!;

        Assert.Equal("en→es", mode.Pair.ToString());
        Assert.Equal(["lt-proc -z /a/eng-spa.automorf.bin", "apertium-tagger -z -g /a/eng-spa.prob", "lt-proc -z -n /a/eng-spa.autogen.bin"], mode.Programs.Select(p => string.Join(' ', p)));
    }

    [Theory]
    [InlineData("eng-spa", "lt-proc a; rm b")]
    [InlineData("eng-spa", "lt-proc a > b")]
    [InlineData("eng-spa", "lt-proc $3")]
    [InlineData("eng-spa", "lt-proc `id`")]
    [InlineData("eng-spa", "../evil a")]
    [InlineData("eng-spa", "lt-proc a | | lt-proc b")]
    [InlineData("eng-spa", "")]
    [InlineData("eco-es-fr", "lt-proc a")]
    [InlineData("eng-eng_US", "lt-proc a")]
    [InlineData("xyz-spa", "lt-proc a")]
    [InlineData("eng.spa", "lt-proc a")]
    public void What_needs_a_shell_or_is_no_pair_is_left_alone(string name, string text) => Assert.Null(ApertiumMode.TryParse(name, text));

    [Fact]
    public void Modes_of_regions_give_way_to_the_plain_one() =>
        Assert.Equal(
            ["es-pt", "spa-eng_US"],
            ApertiumMode.Best(((string[])["es-pt_BR", "spa-eng_US", "es-pt"]).Select(name => ApertiumMode.TryParse(name, "lt-proc a")!)).Select(m => m.Name));
}
