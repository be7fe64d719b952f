using System.Net;
using LiveDialogue.Server.Schedule.Places;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;
using NodaTime.TimeZones;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class PlaceSearchTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly Instant March = Instant.FromUtc(2027, 3, 16, 13, 0);
    private static readonly PlaceIndex Index = new(TzdbDateTimeZoneSource.Default, DateTimeZoneProviders.Tzdb);

    private static readonly string[] Languages = ["en", "fr", "es", "ar", "pt", "ru", "zh", "hi", "sw", "ht"];

    private static string First(string typed, string language = "en") => Index.Search(typed, language, 1, March) is [var place] ? place.Zone.Id : "";

    [Theory]
    [InlineData("kinshasa", "Africa/Kinshasa")]
    [InlineData("KINSH", "Africa/Kinshasa")]
    [InlineData("Goma", "Africa/Lubumbashi")]
    [InlineData("geneve", "Europe/Zurich")]
    [InlineData("sao paulo", "America/Sao_Paulo")]
    [InlineData("new york", "America/New_York")]
    [InlineData("new_york", "America/New_York")]
    [InlineData("الكويت", "Asia/Kuwait")]
    [InlineData("كويت", "Asia/Kuwait")]
    [InlineData("القاهره", "Africa/Cairo")]
    [InlineData("اسمره", "Africa/Asmara")]
    [InlineData("ابو ظبي", "Asia/Dubai")]
    [InlineData("RDC", "Africa/Kinshasa")]
    [InlineData("Vereinigte Staaten", "")]
    [InlineData("États-Unis", "America/New_York")]
    [InlineData("etats unis", "America/New_York")]
    [InlineData("Estados Unidos", "America/New_York")]
    [InlineData("США", "America/New_York")]
    [InlineData("美国", "America/New_York")]
    [InlineData("संयुक्त राज्य", "America/New_York")]
    [InlineData("Marekani", "America/New_York")]
    [InlineData("Pòtoprens", "America/Port-au-Prince")]
    [InlineData("काठमांडू", "Asia/Kathmandu")]
    [InlineData("США Чикаго", "America/Chicago")]
    [InlineData("usa", "America/New_York")]
    [InlineData("India", "Asia/Kolkata")]
    [InlineData("America/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("Asia/Katmandu", "Asia/Kathmandu")]
    [InlineData("Saigon", "Asia/Ho_Chi_Minh")]
    [InlineData("US/Eastern", "America/New_York")]
    [InlineData("Africa/Asmera", "Africa/Asmara")]
    [InlineData("+05:45", "Asia/Kathmandu")]
    [InlineData(" 05:45", "Asia/Kathmandu")]
    [InlineData("UTC+5:45", "Asia/Kathmandu")]
    [InlineData("+٠٥:٤٥", "Asia/Kathmandu")]
    [InlineData("utc", "UTC")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    [InlineData("N'Djamena", "Africa/Ndjamena")]
    [InlineData("Ndjamena", "Africa/Ndjamena")]
    [InlineData("Санкт Петербург", "Europe/Moscow")]
    [InlineData("nowhere at all", "")]
    public void A_zone_is_found_by_whatever_people_call_its_place(string typed, string zone) => Assert.Equal(zone, First(typed));

    [Fact]
    public void Every_zone_and_every_alias_is_found_by_its_own_name()
    {
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var found = Index.Search(id, "en", 1, March);
            Assert.True(found.Count == 1, $"{id} isn't found");
            Assert.Equal(DateTimeZoneProviders.Tzdb[id].GetUtcOffset(March), found[0].Zone.GetUtcOffset(March));
            Assert.NotNull(Index.TheOne(id));
        }
    }

    [Fact]
    public void Every_city_of_our_own_list_has_a_zone_of_its_country()
    {
        var locations = TzdbDateTimeZoneSource.Default.ZoneLocations!;
        Assert.All(PlaceNames.Known.More, city => Assert.True(locations.Any(l => l.ZoneId == city.Zone && l.CountryCode == city.Country), $"{city.Names.In("en")}: {city.Zone} isn't in {city.Country}"));
    }

    [Fact]
    public void Every_country_of_the_rules_is_named_in_every_language()
    {
        foreach (var code in TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(l => l.CountryCode).Distinct())
            Assert.All(Languages, language => Assert.NotEmpty(PlaceNames.Known.Country(code)!.Names.In(language)));
    }

    [Fact]
    public void What_begins_so_comes_before_what_contains_it_and_the_populous_first()
    {
        var found = Index.Search("man", "en", 10, March).Select(p => p.Zone.Id).ToArray();
        Assert.Equal("Asia/Manila", found[0]);
        Assert.True(Array.IndexOf(found, "America/Manaus") < Array.IndexOf(found, "Asia/Kathmandu"));
        var congo = Index.Search("congo", "en", 3, March).Select(p => p.Zone.Id);
        Assert.Equal(["Africa/Kinshasa", "Africa/Lubumbashi", "Africa/Brazzaville"], congo);
    }

    [Theory]
    [InlineData("Goma", "Africa/Lubumbashi")]
    [InlineData("Kinshasa, RDC", "Africa/Kinshasa")]
    [InlineData("Genève (Suisse)", "Europe/Zurich")]
    [InlineData("كاتماندو، نيبال", "Asia/Kathmandu")]
    [InlineData("Kenya", "Africa/Nairobi")]
    [InlineData("Africa/Nairobi", "Africa/Nairobi")]
    [InlineData("United States", null)]
    [InlineData("S", null)]
    [InlineData("", null)]
    [InlineData("Paris, Nepal", null)]
    public void What_somebody_means_is_taken_only_when_it_is_certain(string typed, string? zone) => Assert.Equal(zone, Index.TheOne(typed)?.Zone.Id);

    [Fact]
    public void What_a_form_offers_is_taken_for_certain_in_every_language()
    {
        foreach (var language in Languages)
        {
            foreach (var place in Index.Search("", language, 1000, March).Concat(PlaceNames.Known.More.SelectMany(c => Index.Search(c.Names.In("en"), language, 1, March))))
                Assert.True(Index.TheOne(place.Say(language))?.Zone.Id == place.Zone.Id, $"{place.Say(language)} isn't {place.Zone.Id}");
        }
    }

    [Fact]
    public void The_clocks_are_those_of_the_rules_in_force()
    {
        using var bytes = new MemoryStream(OldRules.Old);
        var source = TzdbDateTimeZoneSource.FromStream(bytes);
        var old = new PlaceIndex(source, new DateTimeZoneCache(source));
        var winter = Instant.FromUtc(2027, 12, 1, 12, 0);
        Assert.Equal(Offset.FromHours(-8), old.Search("Vancouver", "en", 1, winter)[0].Zone.GetUtcOffset(winter));
        Assert.Equal(Offset.FromHours(-7), Index.Search("Vancouver", "en", 1, winter)[0].Zone.GetUtcOffset(winter));
    }

    [Fact]
    public async Task Anybody_may_look_a_zone_up_in_a_language()
    {
        var asked = server.Anonymous().GetAsync("/api/v1/zones?q=katmandou&language=fr&limit=2");
        var cached = (await asked).Headers.CacheControl;
        var nepal = (await asked.JsonAsync(HttpStatusCode.OK))[0];
        Assert.Equal(
            ("Asia/Kathmandu", "Katmandou", "Népal", "NP", "+05:45"),
            (nepal.Text("zone"), nepal.Text("city"), nepal.Text("country"), nepal.Text("countryCode"), nepal.Text("offset")));
        Assert.EndsWith(", Katmandou (UTC+05:45)", nepal.Text("now"), StringComparison.Ordinal);
        Assert.True(cached!.Public);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("q=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", "q")]
    public async Task Absurd_questions_are_refused_by_field(string query, string field)
    {
        var answer = await server.Anonymous().GetAsync($"/api/v1/zones?{query}").JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(answer.GetProperty("errors").TryGetProperty(field, out _));
    }
}
