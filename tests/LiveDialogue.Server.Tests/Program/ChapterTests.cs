using System.Globalization;
using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class ChapterTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 16, 13, 0);

    [Fact]
    public void There_is_one_for_each_question_that_stayed_answered_in_the_order_of_the_show()
    {
        var chapters = Chapter.Of(
        [
            At(0, "a", "approved"), At(1, "b", "approved"),
            At(10, "b", "live"), At(11, "b", "live"),               // somebody voted meanwhile
            At(20, "b", "answered"),
            At(30, "a", "live"), At(40, "a", "shortlisted"),        // another was taken
            At(41, "c", "live"), At(50, "c", "answered"), At(51, "c", "shortlisted"),
            At(60, "a", "live"), At(70, "a", "answered"), At(71, "a", "answered"),
            At(80, "d", "answered"),                                // in writing, never on air
            At(90, "e", "live"),                                    // the end came first
        ]);

        Assert.Equal([("b", 10, 20), ("a", 60, 70)], chapters.Select(c => (c.Question, (int)(c.From - Start).TotalSeconds, (int)(c.To - Start).TotalSeconds)));
        Assert.DoesNotContain("Amina", JsonSerializer.Serialize(chapters, Json.Options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Why?", "Why?")]
    [InlineData("How many children were vaccinated in the villages around Goma this week?", "How many children were vaccinated in the villages around…")]
    public void Its_title_is_the_beginning_of_the_question(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(Chapter.Of([At(0, "a", "live", text), At(1, "a", "answered", text)])).Title);

    [Fact]
    public void A_title_has_sixty_whole_characters_at_most_in_any_script()
    {
        var text = string.Concat(Enumerable.Repeat("क्षि👩‍👩‍👧", 60));

        var title = Assert.Single(Chapter.Of([At(0, "a", "live", text), At(1, "a", "answered", text)])).Title;

        Assert.InRange(new StringInfo(title).LengthInTextElements, 30, 60);
        Assert.StartsWith(title[..^1], text, StringComparison.Ordinal);
        Assert.False(char.IsSurrogate(title[^2]) && !char.IsLowSurrogate(title[^2]));
    }

    private static Change At(int second, string id, string state, string text = "Why?") => new(
        new("E"), QuestionBoards.Public, second + 1, Start + Duration.FromSeconds(second), "question",
        JsonSerializer.Serialize(new QuestionView { Id = id, State = state, Text = text, Name = "Amina" }, Json.Options));
}
