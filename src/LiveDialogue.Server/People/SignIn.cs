using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.People;

/// <summary>POST <c>/sign-in/{token}</c> and <c>/sign-out</c>: plain forms, answered with a redirect.</summary>
internal static class SignIn
{
    /// <summary>To the host's events; with a link that is unknown, old or used, back to the page that says so.</summary>
    public static async Task<RedirectHttpResult> HandleAsync(string token, HostSessions sessions, HttpContext http, CancellationToken ct)
    {
        if (await sessions.SignInAsync(token, ct) is not { } session) return SeeOther("/sign-in?used=1", http);

        http.Response.Cookies.Append(HostSessions.Cookie, session, Cookie(http, HostSessions.Lifetime.ToTimeSpan()));
        return SeeOther("/host", http);
    }

    public static async Task<RedirectHttpResult> OutAsync(HostSessions sessions, HttpContext http, CancellationToken ct)
    {
        if (http.Request.Cookies[HostSessions.Cookie] is { } session) await sessions.SignOutAsync(session, ct);
        http.Response.Cookies.Delete(HostSessions.Cookie, Cookie(http, lifetime: null));
        return SeeOther("/", http);
    }

    private static CookieOptions Cookie(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        Path = "/",
        MaxAge = lifetime,
    };

    // 302 after a POST: every browser asks for the page with GET, which is what 303 says in words; TypedResults has no 303.
    private static RedirectHttpResult SeeOther(string path, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.LocalRedirect(path);
    }
}
