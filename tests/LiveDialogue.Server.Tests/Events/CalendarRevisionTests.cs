using System.Net;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Events;

/// <summary>SEQUENCE and LAST-MODIFIED follow what calendars care about, the ETag follows everything.</summary>
public sealed class CalendarRevisionTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("""{"start": "2027-03-17T09:00"}""", 1, true)]
    [InlineData("""{"duration": "PT2H"}""", 1, true)]
    [InlineData("""{"zone": "Europe/Zurich"}""", 1, true)]
    [InlineData("""{"zone": "America/Toronto", "keep": "instant"}""", 1, true)]
    [InlineData("""{"title": "Voices again"}""", 1, true)]
    [InlineData("""{"description": "New."}""", 0, true)]
    [InlineData("""{"languages": ["fr"]}""", 0, true)]
    [InlineData("""{"stage": "open"}""", 0, false)]
    [InlineData("""{"offices": [{"name": "Goma", "zone": "Africa/Lubumbashi"}]}""", 0, false)]
    [InlineData("""{"start": "2027-03-16T09:00", "title": "Voices from the field"}""", 0, false)]
    public async Task An_edit_raises_the_sequence_only_where_calendars_must_act(string edit, int sequence, bool seen)
    {
        var e = await server.AddEventAsync();
        server.Time.Advance(Duration.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/events/{e.Id}") { Content = new StringContent(edit, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "\"v1\"");
        var edited = await server.Host().SendAsync(request).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(2, edited.GetProperty("version").GetInt32());
        var file = await server.Anonymous().GetStringAsync($"/e/{e.Id}/calendar.ics");
        var modified = NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(seen ? server.Time.Now : e.CreatedAt);
        Assert.Contains($"UID:{e.Id}@livedialogue\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{modified}\r\n", file, StringComparison.Ordinal);
        Assert.Contains($"LAST-MODIFIED:{modified}\r\n", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_live_and_ending_are_nothing_to_a_calendar_and_calling_off_is()
    {
        var (live, off) = (await server.AddEventAsync(EventState.Draft), await server.AddEventAsync(EventState.Draft));
        var files = new List<string>();
        foreach (var step in new[] { "publish", "go-live", "end" })
        {
            server.Time.Advance(Duration.FromMinutes(1));
            await server.Host().PostAsync($"/api/v1/events/{live.Id}/{step}", null).JsonAsync(HttpStatusCode.OK);
            files.Add(await server.Anonymous().GetStringAsync($"/e/{live.Id}/calendar.ics"));
        }
        Assert.Single(files.Distinct());
        Assert.Contains("SEQUENCE:0\r\n", files[0], StringComparison.Ordinal);

        foreach (var step in new[] { "publish", "cancel" }) await server.Host().PostAsync($"/api/v1/events/{off.Id}/{step}", null).JsonAsync(HttpStatusCode.OK);
        var cancelled = await server.Anonymous().GetStringAsync($"/e/{off.Id}/calendar.ics");
        Assert.Contains("SEQUENCE:1\r\n", cancelled, StringComparison.Ordinal);
        Assert.Contains("STATUS:CANCELLED\r\n", cancelled, StringComparison.Ordinal);
    }
}
