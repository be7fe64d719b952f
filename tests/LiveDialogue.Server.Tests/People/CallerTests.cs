using System.Net;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDialogue.Server.Tests.People;

public sealed class CallerTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_token_changed_in_any_character_is_nobodys()
    {
        var live = await server.AddEventAsync();
        var (invite, token) = await server.AddInviteAsync(live.Id, Role.Speaker);
        var tokens = server.Services.GetRequiredService<InviteTokens>();

        Assert.True(tokens.TryRead(token, out var read));
        Assert.Equal(invite.Id, read);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}";
            Assert.False(tokens.TryRead(changed, out _), changed);
        }
    }

    [Fact]
    public async Task Given_a_restart_then_invites_still_hold()
    {
        using var own = new TestServer();
        var live = await own.AddEventAsync();
        var (invite, token) = await own.AddInviteAsync(live.Id, Role.Moderator);

        own.Restart();

        var found = await own.Services.GetRequiredService<InviteStore>().FindByTokenAsync(token, CancellationToken.None);
        Assert.Equal(invite, found);
    }

    [Fact]
    public async Task The_server_answers_that_it_lives()
    {
        var response = await server.Anonymous().GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
