using System.Text.Json;
using System.Text.RegularExpressions;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Tests.Texts;

public sealed partial class WordingTests
{
    [Fact]
    public void Every_language_says_everything_English_says_and_nothing_else()
    {
        var english = Wording.For(Language.English).Keys.Order(StringComparer.Ordinal);
        foreach (var language in Language.All)
        {
            Assert.Equal(english, Wording.For(language).Keys.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_translation_fills_in_the_same_names()
    {
        var wrong =
            from language in Language.All
            from key in Wording.For(language).Keys
            let expected = Placeholders(Wording.For(Language.English), key)
            let found = Placeholders(Wording.For(language), key)
            where !expected.SetEquals(found)
            select $"{language.Code} {key}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("en", 1, "1 character left")]
    [InlineData("en", 0, "0 characters left")]
    [InlineData("fr", 0, "0 caractère restant")]
    [InlineData("fr", 2, "2 caractères restants")]
    [InlineData("ar", 2, "بقي حرفان")]
    [InlineData("ar", 3, "بقيت 3 أحرف")]
    [InlineData("ar", 11, "بقي 11 حرفًا")]
    [InlineData("ar", 100, "بقي 100 حرف")]
    [InlineData("ar", 103, "بقيت 103 أحرف")]
    public void A_count_chooses_its_plural_form(string language, int count, string expected) =>
        Assert.Equal(expected, Wording.For(language)["ask.left", ("count", count)]);

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de, sw", "sw")]
    [InlineData("de, ja", "en")]
    [InlineData("fr-CD,fr;q=0.9,en;q=0.8", "fr")]
    [InlineData("en;q=0.5, ar-EG;q=0.7", "ar")]
    [InlineData("ar;q=0, fr;q=0.1", "fr")]
    [InlineData(";;;q=,,fr;q=x", "en")]
    public void The_language_follows_what_the_browser_asks_for(string? header, string expected) => Assert.Equal(expected, Language.Choose(header).Code);

    [Fact]
    public void A_name_written_the_other_way_is_isolated_from_the_sentence_around_it()
    {
        Assert.Equal("Welcome, \u2068أمينة\u2069", Wording.For(Language.English)["join.hello", ("name", "أمينة")]);
        Assert.Equal("أهلًا بك، \u2068Amina\u2069", Wording.For(Language.Arabic)["join.hello", ("name", "Amina")]);
        Assert.Equal("أهلًا بك، أمينة", Wording.For(Language.Arabic)["join.hello", ("name", "أمينة")]);
        Assert.Equal("Welcome, Amina", Wording.For(Language.English)["join.hello", ("name", "Amina")]);
    }

    [Theory]
    [InlineData(-600, "Starting soon")]
    [InlineData(-10, "Starts now")]
    [InlineData(0, "Starts now")]
    [InlineData(59, "Starts in less than a minute")]
    [InlineData(60, "Starts in 1 minute")]
    [InlineData(3_600, "Starts in 1 hour")]
    [InlineData(7_500, "Starts in 2 hours and 5 minutes")]
    [InlineData(86_400 + 300, "Starts in 1 day")]
    [InlineData(3 * 86_400 + 7_200, "Starts in 3 days and 2 hours")]
    public void The_countdown_says_the_two_largest_units(long seconds, string expected) =>
        Assert.Equal(expected, Wording.For(Language.English).Countdown(Duration.FromSeconds(seconds)));

    [Fact]
    public void Dates_and_offsets_are_said_in_words_and_true_signs()
    {
        Assert.Equal("الثلاثاء 16 مارس 2027، 14:00", Wording.For(Language.Arabic).DateAndTime(new LocalDateTime(2027, 3, 16, 14, 0)));
        Assert.Equal("mardi 16 mars 2027, 14:00", Wording.For(Language.French).DateAndTime(new LocalDateTime(2027, 3, 16, 14, 0)));
        Assert.Equal("+05:45", DateWords.Offset(Offset.FromHoursAndMinutes(5, 45)));
        Assert.Equal("\u221203:30", DateWords.Offset(Offset.FromHoursAndMinutes(-3, -30)));
    }

    private static HashSet<string> Placeholders(Wording texts, string key)
    {
        var value = texts.Some(key.Split('.')[0])[key];
        var sentence = value.ValueKind == JsonValueKind.Object ? value.GetProperty("other").GetString() : value.GetString();
        return [.. Placeholder().Matches(sentence!).Select(m => m.Value)];
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
