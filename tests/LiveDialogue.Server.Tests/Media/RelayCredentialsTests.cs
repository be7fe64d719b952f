using LiveDialogue.Server.Media;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Tests.Media;

public sealed class RelayCredentialsTests
{
    [Fact]
    public void The_name_ends_in_time_and_the_password_is_its_hmac()
    {
        var options = new MediaOptions { Relays = ["turn:turn.example.org:3478?transport=udp", "stun:stun.example.org"], RelaySecret = "north", RelayHours = 1 };
        var links = new RelayCredentials(Options.Create(options), new StillClock(Instant.FromUnixTimeSeconds(1_000_000))).LinksFor("0123456789abcdef");

        // printf 1003600:01234567 | openssl dgst -sha1 -hmac north -binary | base64
        Assert.Equal(
        [
            "<turn:turn.example.org:3478?transport=udp>; rel=\"ice-server\"; username=\"1003600:01234567\"; credential=\"FGgWMEvJEGzyLbSyqfcpFw4kSeU=\"; credential-type=\"password\"",
            "<stun:stun.example.org>; rel=\"ice-server\"",
        ], links);
        Assert.Empty(new RelayCredentials(Options.Create(new MediaOptions()), new StillClock(default)).LinksFor("0"));
    }

    private sealed class StillClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
