using LiveDialogue.Mixer.Picture.Text;

namespace LiveDialogue.Mixer.Tests.Picture;

public sealed class AssTextTests
{
    [Theory]
    [InlineData("a\r\nb", "a b")]
    [InlineData("  a \t b  ", "a b")]
    [InlineData("a\u202Eb\u2066c\u0000d", "abc d")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    public void Clean_keeps_words_and_drops_what_could_move_them(string text, string expected) => Assert.Equal(expected, AssText.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("\uFFFDx", AssText.Clean("\uD800x"));

    [Fact]
    public void A_pile_of_marks_is_cut_down() => Assert.Equal("a" + new string('\u0301', 6) + "b", AssText.Clean("a" + new string('\u0301', 500) + "b"));

    [Fact]
    public void A_pile_of_marks_with_joiners_between_them_is_cut_down()
    {
        var clean = AssText.Clean("a" + string.Concat(Enumerable.Repeat("\u0301\u200D", 500)) + "b");
        Assert.Equal(6, clean.Count(c => c == '\u0301'));
        Assert.InRange(clean.Length, 8, 14);
    }

    [Theory]
    [InlineData(@"{\fs90}x"), InlineData(@"\N\n\h"), InlineData(@"}{\"), InlineData(@"\{\an5}")]
    public void No_character_of_a_text_is_a_command(string text)
    {
        var written = Write(text, "en");
        // Our own commands first, then nothing that libass would take for one.
        foreach (var own in new[] { @"{\fscx0} {\fscx100}", @"{\fnNoto Sans\fs27.24}" }) written = written.Replace(own, "", StringComparison.Ordinal);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] is '{' or '}') Assert.Equal('\\', written[at - 1]);
            if (written[at] == '\\') Assert.Contains(written[at + 1], "{}\u2060");
        }
    }

    [Fact]
    public void Thai_and_chinese_may_break_where_no_space_is()
    {
        Assert.Contains(@"{\fscx0} ", Write("สวัสดีชาวโลก", "th"), StringComparison.Ordinal);
        Assert.Contains(@"今{\fscx0} {\fscx100}年", Write("今年，好", "zh-Hans"), StringComparison.Ordinal);
        Assert.DoesNotContain(@"{\fscx100}，", Write("今年，好", "zh-Hans"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_space_before_french_punctuation_does_not_break() => Assert.Contains("pas\u00A0?", Write("n'atteint pas ?", "fr"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Goma", "en", "Noto Sans")]
    [InlineData("ليلى", "ar", "Noto Sans Arabic")]
    [InlineData("ሰላም", "am", "Noto Sans Ethiopic")]
    [InlineData("शर्मा", "ne", "Noto Sans Devanagari")]
    [InlineData("骨", "zh-Hans", "Noto Sans CJK SC")]
    [InlineData("骨", "zh-TW", "Noto Sans CJK TC")]
    [InlineData("骨", "ja", "Noto Sans CJK JP")]
    [InlineData("骨", "", "Noto Sans CJK SC")]
    [InlineData("한국", "ko", "Noto Sans CJK KR")]
    public void Each_script_has_its_font(string text, string language, string family) => Assert.Equal(family, AssText.Runs(text, language).Fonts[0].Family);

    [Fact]
    public void Direction_is_that_of_the_first_letter()
    {
        Assert.True(Scripts.IsRightToLeft("«123» ليلى Keller"));
        Assert.True(Scripts.IsRightToLeft("אבג"));
        Assert.False(Scripts.IsRightToLeft("Keller ليلى"));
        Assert.False(Scripts.IsRightToLeft("15:04"));
    }

    [Fact]
    public void A_text_is_cut_between_characters_as_readers_see_them()
    {
        Assert.Equal("👩‍⚕️…", AssText.Shorten("👩‍⚕️👩‍⚕️", 0.5));
        Assert.Equal("abc", AssText.Shorten("abc", 1));
    }

    private static string Write(string text, string language)
    {
        var clean = AssText.Clean(text);
        var (fonts, starts) = AssText.Runs(clean, language);
        return AssText.Write(clean, language, 20, fonts, starts);
    }
}
