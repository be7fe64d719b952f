using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class LiveFilesTests : IDisposable
{
    private readonly TestServer _server = ProgramServer.New();

    /// <summary>Files are as the tests write them.</summary>
    public LiveFilesTests() => _server.Recordings.Failure = new IOException("Not now.");

    [Theory]
    [InlineData("main.m3u8", "application/vnd.apple.mpegurl", "public, max-age=1")]
    [InlineData("v720/live.m3u8", "application/vnd.apple.mpegurl", "public, max-age=1")]
    [InlineData("radio/live.m3u8", "application/vnd.apple.mpegurl", "public, max-age=1")]
    [InlineData("audio/init-1.mp4", "video/mp4", "public, max-age=31536000, immutable")]
    [InlineData("v180/s000001.m4s", "video/iso.segment", "public, max-age=31536000, immutable")]
    public async Task While_live_any_player_of_any_site_gets_what_the_program_wrote(string file, string type, string caching)
    {
        var live = await WithFilesAsync(EventState.Live, file);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/{live.Slug}/{file}");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await _server.Anonymous().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(caching.Split(", ").Order(), response.Headers.CacheControl!.ToString().Split(", ").Order());
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(file, await response.Content.ReadAsStringAsync());
        using var head = await _server.Anonymous().SendAsync(new(HttpMethod.Head, $"/live/{live.Id}/{file}"));
        Assert.Equal((HttpStatusCode.OK, file.Length), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData(EventState.Live)]
    [InlineData(EventState.Ended)]
    public async Task Nothing_else_of_the_disk_can_be_asked_for(EventState state)
    {
        string[] files =
        [
            "../../livedialogue.db", "../../signing.key", "v720/../../../signing.key", "v720/..%2f..%2fsigning.key", "..\\..\\signing.key", "/etc/passwd", "//etc/passwd",
            "photos/a", "rec-0001.mp4", "main.m3u8/", "main.m3u8\n", "main.m3u8\0.mp4", "MAIN.M3U8", "v720/s1.m4s", "v720/s0000001\u0661.m4s", "v999/live.m3u8", "",
        ];
        var live = await WithFilesAsync(state, "rec-0001.mp4", "photos/a", "main.m3u8");
        foreach (var file in files)
        {
            // Past everything that tidies addresses on the way here: the path as routing would see it.
            var answer = await _server.Http.SendAsync(context =>
            {
                context.Request.Method = "GET";
                context.Request.Path = $"/live/{live.Slug}/{file}";
            });

            Assert.Equal((file, 404), (file, answer.Response.StatusCode));
        }
    }

    [Fact]
    public async Task Before_the_event_is_live_it_says_when_to_come_back_and_of_a_draft_nothing()
    {
        var planned = await WithFilesAsync(EventState.Published, "main.m3u8");
        using var early = await _server.Anonymous().GetAsync($"/live/{planned.Slug}/main.m3u8");
        Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), early.Headers.RetryAfter?.Delta);

        var draft = await WithFilesAsync(EventState.Draft, "main.m3u8");
        foreach (var client in new[] { _server.Anonymous(), _server.Host() })
        {
            using var hidden = await client.GetAsync($"/live/{draft.Id}/main.m3u8");
            Assert.Equal((HttpStatusCode.NotFound, null), (hidden.StatusCode, hidden.Headers.RetryAfter));
        }
    }

    [Fact]
    public async Task Until_the_first_segment_is_there_it_is_not_found_and_not_remembered()
    {
        var live = await _server.AddEventAsync(EventState.Live);

        using var response = await _server.Anonymous().GetAsync($"/live/{live.Slug}/main.m3u8");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task What_was_before_a_cut_is_gone_while_the_event_is_live_and_its_list_comes_again_in_a_moment()
    {
        var live = await WithFilesAsync(EventState.Live, "main.m3u8", "v720/init-1.mp4", "v720/s000007.m4s", "v720/s000008.m4s", "radio/s000007.m4s", "radio/live.m3u8");
        await File.WriteAllTextAsync(Path.Combine(_server.DataFolder, "programs", live.Id.Value, "withdrawn"), "7");
        using var anyone = _server.Anonymous();

        foreach (var gone in new[] { "v720/s000007.m4s", "radio/s000007.m4s", "v360/s000001.m4s" })
        {
            using var answer = await anyone.GetAsync($"/live/{live.Slug}/{gone}");
            Assert.Equal((gone, HttpStatusCode.Gone, true), (gone, answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        }
        foreach (var there in new[] { "main.m3u8", "v720/init-1.mp4", "v720/s000008.m4s", "radio/live.m3u8" }) Assert.Equal(there, await anyone.GetStringAsync($"/live/{live.Slug}/{there}"));
        using var soon = await anyone.GetAsync($"/live/{live.Slug}/v720/live.m3u8");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (soon.StatusCode, soon.Headers.RetryAfter?.Delta));

        await _server.EndAsync(live);

        Assert.Equal("v720/s000007.m4s", await anyone.GetStringAsync($"/live/{live.Slug}/v720/s000007.m4s"));    // of the recording
    }

    [Fact]
    public async Task After_the_end_the_same_addresses_serve_the_recording()
    {
        var live = await WithFilesAsync(EventState.Ended, "main.m3u8", "v720/live.m3u8", "v720/full.m3u8", "v720/s000001.m4s", "recording.mp4", "chapters.json");
        using var anyone = _server.Anonymous();

        Assert.Equal("main.m3u8", await anyone.GetStringAsync($"/live/{live.Slug}/main.m3u8"));
        Assert.Equal("v720/full.m3u8", await anyone.GetStringAsync($"/live/{live.Slug}/v720/full.m3u8"));
        Assert.Equal("v720/full.m3u8", await anyone.GetStringAsync($"/live/{live.Slug}/v720/live.m3u8"));
        Assert.Equal("chapters.json", await anyone.GetStringAsync($"/live/{live.Slug}/chapters.json"));
    }

    [Fact]
    public async Task The_recording_can_be_fetched_in_parts()
    {
        var live = await WithFilesAsync(EventState.Ended, "recording.mp4");
        using var anyone = _server.Anonymous();
        using var whole = await anyone.GetAsync($"/live/{live.Slug}/recording.mp4");
        Assert.Equal(("video/mp4", "bytes", "voices.mp4"), (whole.Content.Headers.ContentType?.ToString(), whole.Headers.AcceptRanges.ToString(), whole.Content.Headers.ContentDisposition?.FileName));

        using var part = await GetAsync(request => request.Headers.Range = new RangeHeaderValue(4, 7));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(("rdin", "bytes 4-7/13"), (await part.Content.ReadAsStringAsync(), part.Content.Headers.ContentRange?.ToString()));

        using var stale = await GetAsync(request =>
        {
            request.Headers.Range = new RangeHeaderValue(4, 7);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"another\""));
        });
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        using var known = await GetAsync(request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var beyond = await GetAsync(request => request.Headers.Range = new RangeHeaderValue(100, 200));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);

        async Task<HttpResponseMessage> GetAsync(Action<HttpRequestMessage> ask)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/{live.Slug}/recording.mp4");
            ask(request);
            return await anyone.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("bytes=0-,0-,0-,0-,0-,0-,0-,0-")]
    [InlineData("bytes=0-3,2-5")]
    public async Task Many_or_overlapping_parts_at_once_are_the_whole_once(string range)
    {
        var live = await WithFilesAsync(EventState.Ended, "recording.mp4");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/{live.Slug}/recording.mp4");
        request.Headers.TryAddWithoutValidation("Range", range);

        using var answer = await _server.Anonymous().SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "recording.mp4"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task One_address_asks_for_parts_of_recordings_so_often_a_minute_and_for_segments_as_it_likes()
    {
        var live = await WithFilesAsync(EventState.Ended, "recording.mp4", "v720/s000001.m4s");
        using var anyone = _server.Anonymous();
        var answers = new List<HttpStatusCode>();
        for (var part = 0; part <= Limits.Download.PerAddress; part++)
        {
            using var answer = await anyone.GetAsync($"/live/{live.Slug}/recording.mp4");
            answers.Add(answer.StatusCode);
            Assert.Equal(answer.StatusCode is HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter is not null);
        }
        Assert.All(answers.SkipLast(1), answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync($"/live/{live.Slug}/v720/s000001.m4s")).StatusCode);
    }

    [Fact]
    public async Task A_list_is_read_once_for_all_who_ask_until_it_is_another()
    {
        var live = await WithFilesAsync(EventState.Ended, "v720/full.m3u8");
        using var anyone = _server.Anonymous();
        var lists = _server.Services.GetRequiredService<KeptLists>();
        for (var viewer = 0; viewer < 20; viewer++) Assert.Equal("v720/full.m3u8", await anyone.GetStringAsync($"/live/{live.Slug}/v720/full.m3u8"));
        Assert.Equal(1, lists.Reads);

        await File.WriteAllTextAsync(Path.Combine(_server.DataFolder, "programs", live.Id.Value, "v720/full.m3u8"), "another");
        for (var viewer = 0; viewer < 20; viewer++) Assert.Equal("another", await anyone.GetStringAsync($"/live/{live.Slug}/v720/full.m3u8"));
        Assert.Equal(2, lists.Reads);
    }

    [Fact]
    public async Task While_the_recording_is_made_it_says_when_to_come_back()
    {
        var making = await WithFilesAsync(EventState.Ended, "rec-0001.mp4");
        var none = await _server.AddEventAsync(EventState.Ended);

        foreach (var file in new[] { "recording.mp4", "chapters.json" })
        {
            using var later = await _server.Anonymous().GetAsync($"/live/{making.Id}/{file}");
            Assert.Equal((HttpStatusCode.NotFound, TimeSpan.FromSeconds(5)), (later.StatusCode, later.Headers.RetryAfter?.Delta));
            using var never = await _server.Anonymous().GetAsync($"/live/{none.Id}/{file}");
            Assert.Equal((HttpStatusCode.NotFound, null), (never.StatusCode, never.Headers.RetryAfter));
        }
    }

    [Fact]
    public async Task The_end_of_the_event_is_seen_by_the_next_request()
    {
        var live = await WithFilesAsync(EventState.Live, "main.m3u8", "recording.mp4");
        using var anyone = _server.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync($"/live/{live.Slug}/main.m3u8")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.GetAsync($"/live/{live.Slug}/recording.mp4")).StatusCode);

        await _server.EndAsync(live);

        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync($"/live/{live.Slug}/recording.mp4")).StatusCode);
    }

    [Fact]
    public async Task A_browser_may_ask_from_anywhere_first()
    {
        using var response = await _server.Anonymous().SendAsync(new(HttpMethod.Options, "/live/voices/v720/s000001.m4s"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("Range", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
        using var post = await _server.Anonymous().PostAsync("/live/voices/main.m3u8", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task The_event_page_says_where_the_program_is()
    {
        var live = await WithFilesAsync(EventState.Live, "main.m3u8");
        var program = (await BootAsync(_server, live)).GetProperty("program");
        Assert.Equal(("/live/voices/main.m3u8", false), (program.Text("hls"), program.GetProperty("mass").GetBoolean()));
        Assert.False(program.TryGetProperty("recording", out _));

        var past = await WithFilesAsync(EventState.Ended, "main.m3u8", "recording.mp4");
        Assert.Equal("/live/voices-2/recording.mp4", (await BootAsync(_server, past)).GetProperty("program").Text("recording"));

        using var off = new TestServer();
        Assert.False((await BootAsync(off, await off.AddEventAsync(EventState.Live))).TryGetProperty("program", out _));
        using var mass = TestServer.With(new() { ["Program:Enabled"] = "true", ["Program:Mass"] = "true" });
        Assert.True((await BootAsync(mass, await mass.AddEventAsync(EventState.Live))).GetProperty("program").GetProperty("mass").GetBoolean());
    }

    public void Dispose() => _server.Dispose();

    private static async Task<JsonElement> BootAsync(TestServer server, LiveEvent live)
    {
        const string Begin = "id=\"boot\">";
        var page = await server.Anonymous().GetStringAsync($"/e/{live.Slug}");
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement.GetProperty("event").Clone();
    }

    /// <summary>An event whose program wrote these files; each holds its own name.</summary>
    private async Task<LiveEvent> WithFilesAsync(EventState state, params string[] files)
    {
        var live = await _server.AddEventAsync(state);
        foreach (var file in files)
        {
            var path = Path.Combine(_server.DataFolder, "programs", live.Id.Value, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file);
        }
        return live;
    }
}
