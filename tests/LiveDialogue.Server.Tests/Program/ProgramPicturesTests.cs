using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Wire;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class ProgramPicturesTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 16, 13, 0);
    private static readonly MonoTime Zero = new(77);

    [Theory]
    [InlineData("Africa/Lubumbashi", "Goma", "2027-03-16T13:04:59Z", "Goma · 15:04")]
    [InlineData("Asia/Kathmandu", "Kathmandu", "2027-03-16T13:04:59Z", "Kathmandu · 18:49")]
    [InlineData("America/St_Johns", null, "2027-03-16T13:04:59Z", "St. John’s · 10:34")]
    [InlineData("Pacific/Fiji", "Suva", "2027-03-16T13:04:59Z", "Suva · 01:04")]
    [InlineData("Europe/Zurich", "Geneva", "2027-03-28T00:59:59Z", "Geneva · 01:59")]
    [InlineData("Europe/Zurich", "Geneva", "2027-03-28T01:00:00Z", "Geneva · 03:00")]
    public void A_caption_has_the_local_hour_of_the_place(string zone, string? place, string at, string expected)
    {
        var now = NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value;
        var state = new ProgramState { OnAir = [new("a", "Amina", place, zone, Audible: true, Visible: true)], Start = Start };

        var caption = ProgramPictures.Of(state, now, Zero).Captions["a"];

        Assert.Equal(new Caption("Amina", "", expected), caption);
    }

    [Fact]
    public void A_caption_says_what_somebody_is_where_the_host_wrote_it()
    {
        var state = new ProgramState { OnAir = [new("a", "Amina", "Goma", "Africa/Lubumbashi", Audible: true, Visible: true) { Title = "UNICEF Representative" }], Start = Start };

        Assert.Equal("UNICEF Representative", ProgramPictures.Of(state, Start, Zero).Captions["a"].Role);
    }

    [Fact]
    public void A_minute_later_it_is_another_picture_and_a_second_later_the_same()
    {
        var state = new ProgramState { OnAir = [new("a", "Amina", "Goma", "Africa/Lubumbashi", Audible: true, Visible: true)] };
        var shown = ProgramPictures.Of(state, Start, Zero);

        Assert.True(ProgramPictures.Same(shown, ProgramPictures.Of(state, Start + Duration.FromSeconds(59), Zero)));
        Assert.False(ProgramPictures.Same(shown, ProgramPictures.Of(state, Start + Duration.FromSeconds(60), Zero)));
    }

    [Theory]
    [InlineData("en", "Starts in", "We’ll be right back")]
    [InlineData("fr-CD", "Commence dans", "Nous revenons tout de suite")]
    [InlineData("ar", "يبدأ بعد", "سنعود بعد قليل")]
    [InlineData("ne", "Starts in", "We’ll be right back")]
    public void Slates_speak_the_events_language(string language, string before, string after)
    {
        var state = new ProgramState { Title = "Voices", Language = language, Start = Start };

        Assert.Equal(new Scene.Slate("Voices", before, Zero), ProgramPictures.Of(state, Start - Duration.FromHours(1), Zero).Scene);
        Assert.Equal(new Scene.BeRightBack("Voices", after), ProgramPictures.Of(state, Start, Zero).Scene);
    }

    [Theory]
    [InlineData("Amina", "Kinshasa", "Amina · Kinshasa")]
    [InlineData("Amina", null, "Amina")]
    [InlineData(null, "Kinshasa", "Kinshasa")]
    [InlineData(null, null, "")]
    public void A_card_says_of_the_asker_what_the_public_board_says(string? name, string? country, string expected)
    {
        var question = new QuestionView { Id = "q", State = "live", Text = "من يصل إليهم؟", Language = "ar", Name = name, Country = country };

        var card = ProgramPictures.Of(new ProgramState { Question = question }, Start, Zero).Card;

        Assert.Equal(new QuestionCard(expected, "من يصل إليهم؟", "ar", null), card);
    }

    [Theory]
    [InlineData(true, "machine translation")]
    [InlineData(false, "")]
    public void A_card_says_the_question_in_the_events_language_with_the_original_beside_it(bool machine, string label)
    {
        var question = new QuestionView { Id = "q", State = "live", Text = "من يصل إليهم؟", Language = "ar" };
        var state = new ProgramState { Question = question, Said = new() { Question = "q", Language = "en", Text = "Who reaches them?", Machine = machine } };

        Assert.Equal(new QuestionCard("", "من يصل إليهم؟", "ar", new("Who reaches them?", "en", label)), ProgramPictures.Of(state, Start, Zero).Card);
        Assert.Null(ProgramPictures.Of(state with { Said = state.Said with { Question = "another" } }, Start, Zero).Card!.Translation);
        Assert.False(ProgramPictures.Same(ProgramPictures.Of(state with { Said = null }, Start, Zero), ProgramPictures.Of(state, Start, Zero)));
    }
}
