using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Tests.Boards;
using LiveDialogue.Server.Tests.Fixture;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

public sealed class RunOfShowTests
{
    private static object Show => new
    {
        segments = new object[]
        {
            new { title = "Welcome", duration = "PT10M", speakers = new[] { new { name = "Grace", zone = "America/New_York" } } },
            new { title = "Voices", duration = "PT55M", speakers = new[] { new { name = "Sereana", zone = "Pacific/Fiji" }, new { name = "Linh", zone = "Asia/Tokyo" } } },
        },
    };

    private static Task<HttpResponseMessage> PutAsync(TestServer server, string id, object body, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/events/{id}/run-of-show") { Content = JsonContent.Create(body) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return server.Host().SendAsync(request);
    }

    [Fact]
    public async Task Each_speaker_s_local_time_is_said_and_who_is_on_air_at_night()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var path = $"/api/v1/events/{e.Id}/run-of-show";
        Assert.Equal(0, (await server.Host().GetAsync(path).JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32());
        await PutAsync(server, e.Id.Value, Show, null).ProblemAsync(HttpStatusCode.PreconditionRequired);
        var view = await PutAsync(server, e.Id.Value, Show, "\"v0\"").JsonAsync(HttpStatusCode.OK);
        await PutAsync(server, e.Id.Value, Show, "\"v0\"").ProblemAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal(5, view.GetProperty("overrunMinutes").GetInt32());   // 65 minutes in an hour
        var voices = view.GetProperty("segments")[1];
        Assert.Equal(("2027-03-16T13:10:00Z", "Tuesday 16 March, 09:10, New York (UTC−04:00)"), (voices.Text("start"), voices.Text("words")));
        var (sereana, linh) = (voices.GetProperty("speakers")[0], voices.GetProperty("speakers")[1]);
        Assert.Equal("Wednesday 17 March, 01:10, Fiji (UTC+12:00), next day", sereana.Text("words"));
        Assert.True(sereana.GetProperty("night").GetBoolean());
        Assert.True(linh.GetProperty("night").GetBoolean());     // 22:10 to 23:05
        Assert.False(view.GetProperty("segments")[0].GetProperty("speakers")[0].GetProperty("night").GetBoolean());
    }

    [Fact]
    public async Task While_live_the_plan_meets_what_happened()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        await PutAsync(server, e.Id.Value, Show, "*").JsonAsync(HttpStatusCode.OK);
        var (_, token) = await server.AddInviteAsync(e.Id, Role.Moderator);
        var begin = $"/api/v1/events/{e.Id}/run-of-show/2/begin";
        await server.As(token).PostAsync(begin, null).ProblemAsync(HttpStatusCode.Conflict);
        await server.Host().PostAsync($"/api/v1/events/{e.Id}/go-live", null).JsonAsync(HttpStatusCode.OK);
        var view = await server.As(token).PostAsync(begin, null).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(TestServer.Start.ToString(), view.GetProperty("segments")[1].Text("began"));
        Assert.Equal((int)(TestServer.Start - Instant.FromUtc(2027, 3, 16, 13, 10)).TotalMinutes, view.GetProperty("segments")[1].GetProperty("lateMinutes").GetInt32());
        Assert.Equal(("2027-03-16T14:05:00Z", "Monday 1 March, 07:00, New York (UTC−05:00)"), (view.GetProperty("segments")[1].Text("end"), view.GetProperty("segments")[1].Text("beganWords")));
        await server.As(token).PostAsync(begin.Replace("/2/", "/3/", StringComparison.Ordinal), null).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_new_plan_keeps_what_has_begun()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        await PutAsync(server, e.Id.Value, Show, "*").JsonAsync(HttpStatusCode.OK);
        await server.Host().PostAsync($"/api/v1/events/{e.Id}/go-live", null).JsonAsync(HttpStatusCode.OK);
        await server.Host().PostAsync($"/api/v1/events/{e.Id}/run-of-show/1/begin", null).JsonAsync(HttpStatusCode.OK);

        var planned = new { segments = new[] { new { title = "A song", duration = "PT5M" }, new { title = "Welcome", duration = "PT15M" }, new { title = "Welcome", duration = "PT1M" } } };
        var segments = (await PutAsync(server, e.Id.Value, planned, "*").JsonAsync(HttpStatusCode.OK)).GetProperty("segments").EnumerateArray().ToArray();

        Assert.Equal([false, true, false], segments.Select(s => s.TryGetProperty("began", out var began) && began.ValueKind != System.Text.Json.JsonValueKind.Null));
    }

    [Fact]
    public async Task A_long_show_is_taken_whole()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var speakers = Enumerable.Range(0, 5).Select(i => new { name = $"Sereana Vakacegu {i}", zone = "America/Argentina/Buenos_Aires" }).ToArray();
        var show = new { segments = Enumerable.Range(0, 200).Select(i => new { title = $"Part {i}", duration = "PT1M", speakers }).ToArray() };

        Assert.Equal(200, (await PutAsync(server, e.Id.Value, show, "*").JsonAsync(HttpStatusCode.OK)).GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public async Task Moderators_hear_that_it_changed_and_nobody_else_does()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        var (_, moderating) = await server.AddInviteAsync(e.Id, Role.Moderator);
        await using var moderator = await HubClient.ConnectAsync(server, moderating);
        await using var viewer = await HubClient.ConnectAsync(server);
        var boards = (await moderator.InvokeAsync("Join", e.Id.Value)).GetProperty("boards").EnumerateArray().ToDictionary(b => b.Text("board"));
        await viewer.InvokeAsync("Join", e.Id.Value);
        Assert.Equal(0, boards["run-of-show"].GetProperty("content").GetProperty("version").GetInt32());

        await PutAsync(server, e.Id.Value, Show, "*").JsonAsync(HttpStatusCode.OK);
        await server.Host().PostAsync($"/api/v1/events/{e.Id}/go-live", null).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(1, (await moderator.PushAsync("RunOfShowChanged"))[1].GetProperty("version").GetInt32());
        Assert.DoesNotContain("RunOfShowChanged", await viewer.PushedUntilAsync("EventChanged"));
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        using var server = new TestServer();
        var e = await server.AddEventAsync();
        async Task<IEnumerable<string>> WrongAsync(object body) => (await PutAsync(server, e.Id.Value, body, "*").ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(p => p.Name);
        Assert.Equal(["segments"], await WrongAsync(new { }));
        Assert.Equal(["segments[0].title", "segments[0].duration"], await WrongAsync(new { segments = new[] { new { title = " ", duration = "PT0S" } } }));
        var unknown = await PutAsync(server, e.Id.Value, new { segments = new[] { new { title = "A", duration = "PT5M", speakers = new[] { new { name = "B", zone = "Mars/Olympus" } } } } }, "*").ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("segments[0].speakers[0].zone", unknown.Text("field"));
    }

    [Theory]
    [InlineData(13, 0, 60, "Pacific/Fiji", true)]
    [InlineData(9, 0, 119, "Africa/Abidjan", false)]
    [InlineData(22, 0, 60, "Africa/Abidjan", false)]
    [InlineData(22, 0, 61, "Africa/Abidjan", true)]
    [InlineData(5, 59, 5, "Africa/Abidjan", true)]
    [InlineData(6, 0, 1020, "Africa/Abidjan", false)]
    public void Night_is_from_eleven_to_six(int hour, int minute, int minutes, string zone, bool night)
    {
        var start = Instant.FromUtc(2027, 3, 16, hour, minute);
        Assert.Equal(night, SegmentSpeaker.IsNight(start, start + Duration.FromMinutes(minutes), DateTimeZoneProviders.Tzdb[zone]));
    }
}
