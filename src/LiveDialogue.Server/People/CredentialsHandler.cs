using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using LiveDialogue.Server.Ops;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.People;

/// <summary>
/// Turns what a request carries into a <see cref="Caller"/>: a bearer token (host token or invite; hubs also as <c>access_token</c>,
/// since a browser's WebSocket can't send headers), else the host's cookie, else a viewer. Wrong bearer tokens fail, wrong cookies are ignored.
/// </summary>
internal sealed class CredentialsHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    InviteStore invites,
    HostSessions sessions,
    IOptions<ServerOptions> server)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "LiveDialogue";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken() is { } token) return await BearerAsync(token) is { } bearer ? Is(bearer, "bearer") : AuthenticateResult.Fail("The token isn't valid.");

        var device = DeviceCookie.Read(Context);
        if (Request.Cookies[HostSessions.Cookie] is { } cookie && await sessions.HoldsAsync(cookie, Context.RequestAborted))
            return Is(new Caller(Role.Host, null, null, device) { Session = HostSessions.NameOf(cookie) }, "cookie");
        return Is(Caller.Nobody with { Device = device }, "none");
    }

    /// <summary>Nobody in particular is asked to say who they are; somebody known is told no.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.User.FindFirstValue(CallerClaims.Credential) is null or "none" ? HandleChallengeAsync(properties) : base.HandleForbiddenAsync(properties);

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private string? BearerToken()
    {
        const string Prefix = "Bearer ";
        if (Request.Headers.Authorization.ToString() is { Length: > 0 } header)
            return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : "";
        return Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal) && Request.Query["access_token"].ToString() is { Length: > 0 } query ? query : null;
    }

    private async Task<Caller?> BearerAsync(string token)
    {
        if (server.Value.HostToken is { } hostToken && SameSecret(token, hostToken)) return new(Role.Host, null, null, "");
        return await invites.FindByTokenAsync(token, Context.RequestAborted) is { } invite ? new(invite.Role, invite.Id, invite.Event, "") { Safeguarding = invite.Safeguarding } : null;
    }

    // Digests first: equal lengths whatever came, so that the comparison's time says nothing.
    private static bool SameSecret(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));

    private static AuthenticateResult Is(Caller caller, string credential) =>
        AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName, credential), SchemeName));
}
