using LiveDialogue.Native.Icu;

namespace LiveDialogue.Native.Tests;

public sealed class LineBreaksTests
{
    [Theory]
    [InlineData("two words", "en", "two |words")]
    [InlineData("quoi ? rien", "fr", "quoi ? |rien")]
    [InlineData("今年，好。", "zh", "今|年，|好。")]
    [InlineData("ሰላም፡ለዓለም", "am", "ሰላም፡|ለዓለም")]
    [InlineData("สวัสดีชาวโลก", "th", "สวัสดี|ชาว|โลก")]
    [InlineData("", "", "")]
    public void Lines_may_end_where_a_reader_would_end_them(string text, string language, string expected)
    {
        var marked = text;
        foreach (var at in LineBreaks.Find(text, language).Reverse()) marked = marked.Insert(at, "|");
        Assert.Equal(expected, marked);
    }

    [Theory, InlineData("not a language, by far"), InlineData("x-\u00e9"), InlineData("xx-YY-ZZ-11")]
    public void A_language_nobody_knows_breaks_like_any(string language) => Assert.Equal([4], LineBreaks.Find("two words", language));
}
