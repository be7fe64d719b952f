using LiveDialogue.Server.Questions.Desk;

namespace LiveDialogue.Server.Tests.Questions.Desk;

public sealed class KeywordsTests
{
    [Theory]
    [InlineData("bomb", "A BOMB?", true)]
    [InlineData("bomb", "bombastic", false)]
    [InlineData("bomb", "aplomb", false)]
    [InlineData("bomb", "bo\u00ADmb", true)]                     // a soft hyphen hides nothing
    [InlineData("bomb", "ｂｏｍｂ", true)]                        // full width: NFKC
    [InlineData("self harm", "about self-harm, please", true)]
    [InlineData("self-harm", "about self  harm", true)]
    [InlineData("école", "L'ECOLE est fermée", true)]
    [InlineData("ecole", "l’école", true)]
    [InlineData("straße", "STRASSE", true)]
    [InlineData("ısı", "ISI", true)]
    [InlineData("σεισμός", "ΣΕΙΣΜΟΣ;", true)]
    [InlineData("ёлка", "Елка?", true)]
    [InlineData("خطر", "خَطَر!", true)]
    [InlineData("خطر", "والخطر كبير", true)]                       // conjunction and article are written onto the word
    [InlineData("خطر", "أخطر", false)]
    [InlineData("خطر", "خـــطر", true)]                            // tatweel
    [InlineData("की", "का", false)]                                // a vowel sign is a letter, not a diacritic
    [InlineData("हमला", "क्या हमला होगा", true)]
    [InlineData("हमला", "हमलावर", false)]
    [InlineData("袭击", "会有袭击吗", true)]
    [InlineData("ระเบิด", "มีระเบิดไหม", true)]
    [InlineData("🔫", "a 🔫here", true)]
    [InlineData("a.b", "acb", false)]                              // not a pattern
    [InlineData(".*", "anything", false)]
    public void A_keyword_is_found_as_a_whole_word_in_any_script(string keyword, string text, bool found) =>
        Assert.Equal(found, Keywords.AnyIn(text, Keywords.Clean([keyword])!));

    [Fact]
    public void A_long_text_of_one_letter_is_searched_quickly()
    {
        var keywords = Enumerable.Range(1, 60).Select(n => new string('a', n)).ToArray();
        Assert.False(Keywords.AnyIn(new string('a', 4480), keywords));
    }
}
