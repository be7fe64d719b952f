using System.Net;
using System.Net.Http.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.People;

public sealed class InviteTests(TestServer server) : IClassFixture<TestServer>
{
    private static string Path(LiveEvent live) => $"/api/v1/events/{live.Slug}/invites";

    private static readonly object Amina = new { role = "speaker", name = " Amina ", zone = "Africa/Nairobi", language = "fr", place = "Nairobi", title = " UNICEF Representative ", email = "amina@example.org" };

    [Fact]
    public async Task An_invite_carries_a_link_and_a_token_and_is_listed_until_it_is_deleted()
    {
        var live = await server.AddEventAsync();
        var heard = new List<InviteId>();
        server.Services.GetRequiredService<InviteStore>().Revoked += heard.Add;

        var made = await server.Host().PostAsJsonAsync(Path(live), Amina).JsonAsync(HttpStatusCode.Created);
        var listed = await server.Host().GetAsync(Path(live)).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("Amina", made.Text("name"));
        Assert.Equal("speaker", made.Text("role"));
        Assert.Equal("UNICEF Representative", made.Text("title"));
        Assert.Equal($"http://localhost/join/{made.Text("token")}", made.Text("url"));
        Assert.Equal(made.ToString(), Assert.Single(listed.GetProperty("invites").EnumerateArray()).ToString());
        var invites = server.Services.GetRequiredService<InviteStore>();
        Assert.Equal(made.Text("id"), (await invites.FindByTokenAsync(made.Text("token"), CancellationToken.None))?.Id.Value);

        await server.Host().DeleteAsync($"{Path(live)}/{made.Text("id")}").JsonAsync(HttpStatusCode.NoContent);
        await server.Host().DeleteAsync($"{Path(live)}/{made.Text("id")}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Contains(new InviteId(made.Text("id")), heard);
        Assert.Null(await invites.FindByTokenAsync(made.Text("token"), CancellationToken.None));
        listed = await server.Host().GetAsync(Path(live)).JsonAsync(HttpStatusCode.OK);
        Assert.Empty(listed.GetProperty("invites").EnumerateArray());
        var changes = await server.Services.GetRequiredService<IChangeFeed>().ReadSinceAsync(live.Id, InviteStore.Board, 0, CancellationToken.None);
        Assert.Equal(["invited", "revoked"], changes.Select(c => c.Kind));
        Assert.DoesNotContain(changes, c => c.Payload.Contains("Amina", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deleted_invite_is_no_viewer_but_refused()
    {
        var live = await server.AddEventAsync();
        var (invite, token) = await server.AddInviteAsync(live.Id, Role.Moderator);
        await server.As(token).GetAsync($"/api/v1/events/{live.Slug}").JsonAsync(HttpStatusCode.OK);

        await server.Services.GetRequiredService<InviteStore>().RevokeAsync(live.Id, invite.Id, CancellationToken.None);

        await server.As(token).GetAsync($"/api/v1/events/{live.Slug}").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Only_hosts_invite_and_only_to_their_event()
    {
        var (own, other) = (await server.AddEventAsync(), await server.AddEventAsync());
        var moderator = await server.AddInviteAsync(own.Id, Role.Moderator);
        var host = await server.AddInviteAsync(own.Id, Role.Host);

        await server.Anonymous().PostAsJsonAsync(Path(own), Amina).ProblemAsync(HttpStatusCode.Unauthorized);
        await server.As(moderator.Token).PostAsJsonAsync(Path(own), Amina).ProblemAsync(HttpStatusCode.Forbidden);
        await server.As(host.Token).PostAsJsonAsync(Path(other), Amina).ProblemAsync(HttpStatusCode.Forbidden);
        await server.As(host.Token).GetAsync(Path(other)).ProblemAsync(HttpStatusCode.Forbidden);
        await server.As(host.Token).DeleteAsync($"{Path(own)}/{(await server.AddInviteAsync(other.Id, Role.Speaker)).Invite.Id}").ProblemAsync(HttpStatusCode.NotFound);
        var made = await server.As(host.Token).PostAsJsonAsync(Path(own), new { role = "interpreter", name = "Luc", zone = "Europe/Paris" }).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("en", made.Text("language"));   // the event's first
    }

    [Theory]
    [InlineData("role", "viewer", "Amina", "UTC", "en", "a@b.org")]
    [InlineData("role", null, "Amina", "UTC", "en", "a@b.org")]
    [InlineData("name", "speaker", "  ", "UTC", "en", "a@b.org")]
    [InlineData("zone", "speaker", "Amina", null, "en", "a@b.org")]
    [InlineData("language", "speaker", "Amina", "UTC", "english!", "a@b.org")]
    [InlineData("email", "speaker", "Amina", "UTC", "en", "nobody")]
    public async Task Given_a_field_that_is_wrong_then_400_names_it(string field, string? role, string name, string? zone, string language, string email)
    {
        var live = await server.AddEventAsync();
        var problem = await server.Host().PostAsJsonAsync(Path(live), new { role, name, zone, language, email }).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Given_an_unknown_zone_then_422()
    {
        var live = await server.AddEventAsync();
        await server.Host().PostAsJsonAsync(Path(live), new { role = "speaker", name = "Amina", zone = "Africa/Atlantis" }).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public void The_signing_key_is_readable_by_its_owner_alone_and_a_damaged_one_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("livedialogue-key-");
        try
        {
            var first = new SigningKey(folder.FullName).Sign("a", "text");
            var path = System.IO.Path.Combine(folder.FullName, "signing.key");
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(first, new SigningKey(folder.FullName).Sign("a", "text"));
            Assert.NotEqual(first, new SigningKey(folder.FullName).Sign("b", "text"));
            File.WriteAllText(path, "short");
            Assert.Throws<StorageRefusedException>(() => new SigningKey(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
