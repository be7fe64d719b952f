using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Tests.Events;

public sealed class SlugsTests
{
    private static readonly EventId Id = new("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    [Theory]
    [InlineData("Voices from the field", "voices-from-the-field")]
    [InlineData("  L'été à Genève — c'est là!  ", "lete-a-geneve-cest-la")]
    [InlineData("Straße nach Łódź", "strasse-nach-lodz")]
    [InlineData("Вакцинация в Київ", "vaktsinatsiya-v-kiiv")]
    [InlineData("Ελλάδα", "ellada")]
    [InlineData("حوار مباشر", "hwar-mbashr")]
    [InlineData("../../etc/passwd?x=<1>", "etc-passwd-x-1")]
    [InlineData("对话", "event-q69g5fav")]
    [InlineData("🎉", "event-q69g5fav")]
    public void A_title_becomes_ascii_words(string title, string slug) => Assert.Equal(slug, Slugs.For(title, Id));

    [Fact]
    public void A_slug_is_short_and_never_looks_like_an_id()
    {
        Assert.InRange(Slugs.For(new string('щ', 300), Id).Length, 1, 64);
        Assert.False(Ulid.IsUlidOrUuid(Slugs.For(Id.Value, Id)));
    }
}
