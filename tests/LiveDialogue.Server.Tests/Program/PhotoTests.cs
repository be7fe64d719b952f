using System.Net;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class PhotoTests : IDisposable
{
    private static readonly Dictionary<string, StageAction> Acts = new(StringComparer.Ordinal)
    {
        ["camera-off"] = StageAction.SwitchCameraOff,
        ["camera-on"] = StageAction.CameraOnSelf,
        ["off-air"] = StageAction.TakeOffAir,
        ["on-air"] = StageAction.PutOnAir,
    };

    private readonly TestServer _server = ProgramServer.New();

    [Fact]
    public async Task A_photo_is_taken_from_the_speaker_and_those_who_moderate()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        var (_, other) = await _server.AddInviteAsync(live.Id, Role.Speaker, "B");
        using var self = _server.As(own);

        await self.PutPhotoAsync(live, a.Id.Value).JsonAsync(HttpStatusCode.NoContent);
        Assert.Equal(a.Id.Value, Assert.Single(mixer.Photos).Speaker);
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.As(other).PutPhotoAsync(live, a.Id.Value)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Anonymous().PutPhotoAsync(live, a.Id.Value)).StatusCode);
        await _server.Host().PutPhotoAsync(live, a.Id.Value).JsonAsync(HttpStatusCode.NoContent);
        await _server.Host().PutPhotoAsync(live, "..").ProblemAsync(HttpStatusCode.NotFound);
        await self.PutPhotoAsync(live, a.Id.Value, type: "image/gif").ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await self.PutPhotoAsync(live, a.Id.Value, [1, 2, 3]).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await self.PutPhotoAsync(live, a.Id.Value, [.. ProgramServer.Photo, .. new byte[256 * 1024]]).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        mixer.TakesPhotos = false;
        await self.PutPhotoAsync(live, a.Id.Value).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_speaker_who_sends_many_photos_at_once_gets_no_error_and_leaves_no_scraps()
    {
        var (live, _) = await _server.GoLiveAsync();
        var (speaker, token) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        using var self = _server.As(token);
        byte[] photo = [.. ProgramServer.Photo, .. new byte[200_000]];

        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, PutPhoto.PerMinute).Select(_ => self.PutPhotoAsync(live, speaker.Id.Value, photo)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
            _server.Time.Advance(Duration.FromMinutes(1));
        }
        var folder = Path.Combine(_server.Services.GetRequiredService<ProgramFolders>().Of(live.Id), "photos");
        Assert.Equal([speaker.Id.Value], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Photos_of_one_speaker_are_taken_so_many_a_minute_whoever_sends_them()
    {
        var (live, _) = await _server.GoLiveAsync();
        var (speaker, token) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        var (other, otherToken) = await _server.AddInviteAsync(live.Id, Role.Speaker, "B");
        using var self = _server.As(token);
        for (var photo = 0; photo < PutPhoto.PerMinute; photo++) await self.PutPhotoAsync(live, speaker.Id.Value).JsonAsync(HttpStatusCode.NoContent);

        using var refused = await self.PutPhotoAsync(live, speaker.Id.Value);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _server.Host().PutPhotoAsync(live, speaker.Id.Value)).StatusCode);
        await _server.As(otherToken).PutPhotoAsync(live, other.Id.Value).JsonAsync(HttpStatusCode.NoContent);
        _server.Time.Advance(Duration.FromSeconds(5));
        await self.PutPhotoAsync(live, speaker.Id.Value).JsonAsync(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_photo_of_the_moment_is_read_backstage_with_its_time_and_is_not_kept()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        var (_, other) = await _server.AddInviteAsync(live.Id, Role.Speaker, "B");
        using var self = _server.As(own);
        using var ben = _server.As(other);
        var path = $"/api/v1/events/{live.Id}/stage/{a.Id}/photo";
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(path)).StatusCode);

        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        Assert.True(Assert.Single(mixer.Photos).IsMoment);
        using var read = await ben.GetAsync(path);
        Assert.Equal(ProgramServer.Photo, await read.Content.ReadAsByteArrayAsync());
        Assert.Equal($"{_server.Time.Now.ToUnixTimeMilliseconds()}", read.Headers.GetValues("Photo-Taken").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(read.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await ben.SendAsync(again)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Anonymous().GetAsync(path)).StatusCode);
        Assert.False(Directory.Exists(Path.Combine(_server.Services.GetRequiredService<ProgramFolders>().Of(live.Id), "photos")));

        await self.PutPhotoAsync(live, $"{a.Id}").JsonAsync(HttpStatusCode.NoContent);      // a portrait stands before moments of before
        using var portrait = await ben.GetAsync(path);
        Assert.False(portrait.Headers.Contains("Photo-Taken"));
        Assert.Equal("image/jpeg", portrait.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_photo_of_a_speaker_who_left_goes_after_a_while_and_of_one_no_longer_invited_at_once()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.OnAirAsync(live, "A");
        var (b, _) = await _server.OnAirAsync(live, "B");
        var (c, _) = await _server.AddInviteAsync(live.Id, Role.Speaker, "C");     // hasn't come yet
        using var host = _server.Host();
        foreach (var speaker in new[] { a, b, c }) await host.PutPhotoAsync(live, speaker.Id.Value).JsonAsync(HttpStatusCode.NoContent);
        await mixer.OnAirIsAsync(a, b);

        _server.Connect(live, a, LinkState.Gone);                                  // keeps the place, and the photo
        await PassAsync(StageState.PlaceIsKept / 2);
        await mixer.OnAirIsAsync(a, b);
        await PassAsync(StageState.PlaceIsKept / 2 + Duration.FromSeconds(1));
        await mixer.OnAirIsAsync(b);
        Assert.Equal(3, mixer.Photos.Count);
        await PassAsync(PhotoStay.Grace / 2);
        Assert.Equal(3, mixer.Photos.Count);
        await PassAsync(PhotoStay.Grace / 2);
        await mixer.UntilAsync(m => m.Photos.All(photo => photo.Speaker != a.Id.Value));
        (await host.DeleteAsync($"/api/v1/events/{live.Id}/invites/{b.Id}")).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Photos is [{ } photo] && photo.Speaker == c.Id.Value);

        await _server.SettledAsync(live);
        var folder = Path.Combine(_server.Services.GetRequiredService<ProgramFolders>().Of(live.Id), "photos");
        Assert.Equal([c.Id.Value], Directory.GetFiles(folder).Select(Path.GetFileName));

        async Task PassAsync(Duration span)
        {
            await _server.SettledAsync(live);
            _server.Time.Advance(span);
            await _server.SettledAsync(live);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_a_camera_saw_is_gone_when_it_is_switched_off_and_does_not_come_back(bool byModerator)
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.OnAirAsync(live, "A");
        using var self = _server.As(own);
        using var host = _server.Host();
        await self.PutPhotoAsync(live, $"{a.Id}").JsonAsync(HttpStatusCode.NoContent);
        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        Assert.Equal([false, true], mixer.Photos.Select(photo => photo.IsMoment));

        await ActAsync(byModerator ? host : self, live, a, "camera-off");
        Assert.False(Assert.Single(mixer.Photos).IsMoment);                        // the portrait stays
        using (var refused = await self.PutPhotoAsync(live, $"{a.Id}", moment: true)) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal((byModerator ? HttpStatusCode.NotFound : HttpStatusCode.OK, false), await ReadAsync(host, live, a));
        await ActAsync(self, live, a, "camera-on");
        Assert.Equal((HttpStatusCode.OK, false), await ReadAsync(host, live, a));
        Assert.False(Assert.Single(mixer.Photos).IsMoment);

        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        Assert.Equal((HttpStatusCode.OK, true), await ReadAsync(host, live, a));
    }

    [Fact]
    public async Task What_a_camera_saw_is_gone_when_its_speaker_is_taken_off_air()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.OnAirAsync(live, "A");
        await mixer.OnAirIsAsync(a);
        using var host = _server.Host();
        await _server.As(own).PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        await ActAsync(host, live, a, "off-air");
        await ActAsync(host, live, a, "on-air");
        Assert.Empty(mixer.Photos);
        Assert.Equal((HttpStatusCode.NotFound, false), await ReadAsync(host, live, a));
    }

    [Theory, InlineData("camera-off", "camera-on"), InlineData("off-air", "on-air")]
    public async Task What_a_camera_saw_is_gone_even_when_it_was_off_for_less_than_a_commit(string away, string back)
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.OnAirAsync(live, "A");
        var (b, _) = await _server.OnAirAsync(live, "B");
        await mixer.OnAirIsAsync(a, b);
        using var self = _server.As(own);
        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        var stage = _server.Services.GetRequiredService<StageRunners>().Find(live.Id)!;    // the event is live
        var hid = new List<string>();
        var atItsCommit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Hid += (_, speakers) =>
        {
            hid.AddRange(speakers);
            atItsCommit.TrySetResult();
        };

        // While the first commit waits for its turn, two commands come that undo each other: no board ever tells of them.
        var db = _server.Services.GetRequiredService<Db>();
        Task[] commands = [];
        await db.TransactionAsync(
            async _ =>
            {
                var first = ApplyAsync(b, StageAction.CameraOffSelf);
                await atItsCommit.Task.WaitAsync(TimeSpan.FromSeconds(15));
                commands = [first, ApplyAsync(a, Acts[away]), ApplyAsync(a, Acts[back])];
            },
            CancellationToken.None);
        await Task.WhenAll(commands);

        Assert.Equal([b.Id.Value, b.Id.Value, a.Id.Value, a.Id.Value], hid);       // before each commit, and after it
        Assert.Empty(mixer.Photos);
        using var host = _server.Host();
        Assert.Equal((HttpStatusCode.NotFound, false), await ReadAsync(host, live, a));
        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).JsonAsync(HttpStatusCode.NoContent);
        Assert.Equal((HttpStatusCode.OK, true), await ReadAsync(host, live, a));

        Task ApplyAsync(Invite speaker, StageAction action) => stage.ApplyAsync(new StageCommand.Act(speaker.Id.Value, action), CancellationToken.None);
    }

    [Fact]
    public async Task What_a_camera_saw_before_it_was_off_for_a_moment_is_not_shown_when_it_comes_late()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.OnAirAsync(live, "A");
        using var self = _server.As(own);
        using var host = _server.Host();
        mixer.Decoding = async () =>
        {
            await ActAsync(host, live, a, "camera-off");
            await ActAsync(self, live, a, "camera-on");
        };
        await self.PutPhotoAsync(live, $"{a.Id}", moment: true).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Empty(mixer.Photos);
        Assert.Equal((HttpStatusCode.NotFound, false), await ReadAsync(host, live, a));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_photo_of_a_speaker_who_is_uninvited_while_it_is_decoded_does_not_stay(bool isMoment)
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, own) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        using var self = _server.As(own);
        using var host = _server.Host();
        mixer.Decoding = async () =>
        {
            (await host.DeleteAsync($"/api/v1/events/{live.Id}/invites/{a.Id}")).EnsureSuccessStatusCode();
            await _server.Services.GetRequiredService<StageRunners>().ReadAsync(live, CancellationToken.None);
            await _server.SettledAsync(live);                                      // who was to forget it has done so
        };
        using (await self.PutPhotoAsync(live, $"{a.Id}", moment: isMoment)) Assert.Empty(mixer.Photos);
        Assert.Null(_server.Services.GetRequiredService<MomentPhotos>().Find(live.Id, $"{a.Id}"));
        Assert.Empty(await _server.Services.GetRequiredService<ProgramFolders>().PhotosAsync(live.Id, [$"{a.Id}"], CancellationToken.None));
    }

    [Fact]
    public async Task The_photo_of_somebody_who_never_came_goes_with_the_invite()
    {
        var (live, mixer) = await _server.GoLiveAsync();
        var (a, _) = await _server.AddInviteAsync(live.Id, Role.Speaker, "A");
        using var host = _server.Host();
        await host.PutPhotoAsync(live, $"{a.Id}").JsonAsync(HttpStatusCode.NoContent);
        await _server.SettledAsync(live);
        (await host.DeleteAsync($"/api/v1/events/{live.Id}/invites/{a.Id}")).EnsureSuccessStatusCode();
        await mixer.UntilAsync(m => m.Photos.Count == 0);
    }

    public void Dispose() => _server.Dispose();

    private static async Task ActAsync(HttpClient client, LiveEvent live, Invite speaker, string action)
    {
        using var done = await client.PostAsync($"/api/v1/events/{live.Id}/stage/{speaker.Id}/{action}", null);
        done.EnsureSuccessStatusCode();
    }

    private static async Task<(HttpStatusCode Status, bool IsMoment)> ReadAsync(HttpClient client, LiveEvent live, Invite speaker)
    {
        using var read = await client.GetAsync($"/api/v1/events/{live.Id}/stage/{speaker.Id}/photo");
        return (read.StatusCode, read.Headers.Contains("Photo-Taken"));
    }
}
