using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Pages.Hosts;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Tests.Pages;

public sealed class HostPagesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_list_begins_with_what_is_on_air_then_what_comes_soonest_then_what_was_last()
    {
        var e = await server.AddEventAsync();
        LiveEvent At(string title, int days, EventState state = EventState.Published) =>
            e with { Title = title, State = state, Start = e.Start with { At = e.Start.At + Duration.FromDays(days) } };
        LiveEvent[] byStart = [At("long over", -14, EventState.Ended), At("off", -7, EventState.Cancelled), At("on air", 0, EventState.Live), At("first", 7), At("second", 14, EventState.Draft), At("called off", 21, EventState.Cancelled)];
        Assert.Equal(["on air", "first", "second", "called off", "off", "long over"], HostPages.NextFirst(byStart, e.Start.At).Select(each => each.Title));
    }

    [Theory]
    [InlineData("America/New_York", "en", "New York")]
    [InlineData("Africa/Kinshasa", "ru", "Киншаса")]
    [InlineData("UTC", "en", "UTC")]
    [InlineData("Mars/Olympus", "en", "Mars/Olympus")]
    [InlineData("", "en", "")]
    public void A_zone_in_a_field_is_told_by_a_name_that_is_read_back_as_the_same(string zone, string language, string name) =>
        Assert.Equal(name, Zones.NameOf(zone, Language.Find(language)!));

    [Fact]
    public void Whatever_the_zone_its_name_in_a_field_means_it()
    {
        foreach (var language in Language.All)
            foreach (var (id, _) in Zones.All)
                Assert.Equal(id, Zones.Recognise(Zones.NameOf(id, language), language)?.Zone);
    }
}
