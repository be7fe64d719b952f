using System.Security.Claims;
using LiveDialogue.Server.Ops;

namespace LiveDialogue.Server.People;

/// <summary>
/// Keeps other sites from acting through a visitor's cookies. Bearer callers need nothing: no site can make a browser send their token.
/// Others must come from our own origin where the browser says where from, and the signed-in host must add the antiforgery token.
/// Hubs are guarded on every method, since a WebSocket begins with a GET that any site may make.
/// </summary>
internal sealed class OriginGuard(Links links, AntiforgeryTokens antiforgery)
{
    public async Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var refusal = IsGuarded(http) ? await RefusalAsync(http) : null;
        if (refusal is not null) await Problems.Of(StatusCodes.Status403Forbidden, "Not from here", refusal).ExecuteAsync(http);
        else await next(http);
    }

    private static bool IsGuarded(HttpContext http)
    {
        var path = http.Request.Path;
        if (http.User.FindFirstValue(CallerClaims.Credential) == "bearer" || http.GetEndpoint()?.Metadata.GetMetadata<AnyOrigin>() is not null) return false;
        if (path.StartsWithSegments("/whip", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/whep", StringComparison.OrdinalIgnoreCase)) return false;
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method);
        return !reads || path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);   // as routing reads it
    }

    private async Task<string?> RefusalAsync(HttpContext http)
    {
        var request = http.Request;
        var (origin, site) = (request.Headers.Origin.ToString(), request.Headers["Sec-Fetch-Site"].ToString());
        if (site is not ("" or "same-origin" or "none")) return "The request comes from another site.";
        // A page without referrer sends the origin "null" even to itself; then the browser's Sec-Fetch-Site is the word.
        if (origin.Length > 0 && !IsOurs(origin, request) && !(origin == "null" && site == "same-origin")) return "The request's Origin isn't this server's.";

        if (http.User.FindFirstValue(CallerClaims.Credential) != "cookie" || HttpMethods.IsGet(request.Method)) return null;
        if (http.GetEndpoint()?.Metadata.GetMetadata<NoAntiforgery>() is not null) return null;
        if (origin.Length == 0 && site.Length == 0) return "A request with the host's cookie must carry an Origin.";
        return await antiforgery.IsValidAsync(http) ? null : $"The antiforgery token is missing or old: send it as {AntiforgeryTokens.Header}, or load the page again.";
    }

    private bool IsOurs(string origin, HttpRequest request) =>
        origin.Equals(links.Origin, StringComparison.OrdinalIgnoreCase) || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Metadata of an endpoint that any site may call: it must do nothing on the strength of a cookie.</summary>
public sealed record AnyOrigin;

/// <summary>Metadata of an endpoint that checks the antiforgery token itself, has a better proof in its path, or does nothing that needs the host.</summary>
public sealed record NoAntiforgery;
