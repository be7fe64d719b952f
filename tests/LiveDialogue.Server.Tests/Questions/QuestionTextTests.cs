using LiveDialogue.Server.Questions;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class QuestionTextTests
{
    [Theory]
    [InlineData("  What\r\n helps\t most? ", "What helps most?")]
    [InlineData("tab\u0000\u0007\u001b[31mred", "tab[31mred")]
    [InlineData("safe \u202Egnp.exe\u202C end", "safe gnp.exe end")]
    [InlineData("\u2066isolated\u2069", "isolated")]
    [InlineData("end\uFFFF of \uFFFEinput\uFDD0 \U0001FFFFnow", "end of input now")]
    [InlineData("zero\u200Bwidth\uFEFF", "zerowidth")]
    [InlineData("e\u0301te\u0301", "\u00e9t\u00e9")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]   // Persian needs its joiner
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]                                                       // text is text: the page escapes
    public void Clean_keeps_what_a_person_wrote_and_nothing_else(string raw, string clean) => Assert.Equal(clean, QuestionText.Clean(raw));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u200D\u200E\u202E")]
    [InlineData("\u0301\u0302")]
    public void Clean_finds_nothing_to_read(string? raw) => Assert.Null(QuestionText.Clean(raw));

    [Fact]
    public void Clean_cuts_towers_of_marks_and_replaces_half_a_character()
    {
        Assert.True(QuestionText.Clean("Z" + new string('\u0335', 60) + "algo")!.Length < 15);
        Assert.Equal("a\uFFFDb", QuestionText.Clean("a\uD83Db"));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("👩‍👩‍👧‍👦", 1)]
    [InlineData("नमस्ते", 4)]
    [InlineData("🇨🇩🇳🇵", 2)]
    public void Graphemes_are_what_a_reader_counts(string text, int count) => Assert.Equal(count, QuestionText.Graphemes(text), tolerance: text.StartsWith('न') ? 1 : 0);

    [Theory]
    [InlineData("EN", "en")]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("zh-Hant-TW", "zh-Hant-TW")]
    [InlineData("e", null)]
    [InlineData("english", null)]
    [InlineData("en_US", null)]
    [InlineData("en-", null)]
    [InlineData("<x>", null)]
    public void CleanLanguage_takes_what_is_shaped_like_a_tag(string tag, string? clean) => Assert.Equal(clean, QuestionText.CleanLanguage(tag));

    [Theory]
    [InlineData("01hzx0000000000000000000aa", "01HZX0000000000000000000AA")]
    [InlineData("0190C3B2-7A2B-7C3D-8E4F-1234567890AB", "0190c3b2-7a2b-7c3d-8e4f-1234567890ab")]
    public void One_id_has_one_spelling(string sent, string kept)
    {
        Assert.True(QuestionId.TryParse(sent, out var id));
        Assert.Equal(kept, id.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("../../etc/passwd")]
    [InlineData("{0190c3b2-7a2b-7c3d-8e4f-1234567890ab}")]
    [InlineData("81HZX0000000000000000000AA")]
    public void TryParse_refuses_what_is_neither_ulid_nor_uuid(string sent) => Assert.False(QuestionId.TryParse(sent, out _));
}
