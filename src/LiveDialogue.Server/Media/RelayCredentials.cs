using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Media;

/// <summary>
/// Names the TURN servers to a client, with credentials that end by themselves (coturn's <c>use-auth-secret</c>: the name is
/// <c>expiry:id</c>, the password its HMAC-SHA1), as <c>Link</c> headers (RFC 9725 §4.6).
/// </summary>
internal sealed class RelayCredentials(IOptions<MediaOptions> options, IClock clock)
{
    /// <param name="session">Of whom it is: the first characters appear in the relay's log.</param>
    /// <param name="last">How long the credentials are good; null: as configured.</param>
    /// <returns>Values of Link headers; none without relays.</returns>
    public IReadOnlyList<string> LinksFor(string session, TimeSpan? last = null)
    {
        var media = options.Value;
        if (media.Relays.Count == 0) return [];

        var (name, password) = For(media.RelaySecret, session, clock.GetCurrentInstant() + Duration.FromTimeSpan(last ?? TimeSpan.FromHours(media.RelayHours)));
        return [.. media.Relays.Select(url => url.StartsWith("stun", StringComparison.Ordinal)
            ? $"<{url}>; rel=\"ice-server\""
            : $"<{url}>; rel=\"ice-server\"; username=\"{name}\"; credential=\"{password}\"; credential-type=\"password\"")];
    }

    /// <summary>What a relay with that secret takes until <paramref name="end"/>.</summary>
    public static (string Name, string Password) For(string secret, string session, Instant end)
    {
        var expiry = end.ToUnixTimeSeconds();
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{expiry}:{session[..Math.Min(8, session.Length)]}");
#pragma warning disable CA5350 // the protocol's own algorithm: RFC 8489 relays know this one alone
        var password = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350
        return (name, password);
    }
}
