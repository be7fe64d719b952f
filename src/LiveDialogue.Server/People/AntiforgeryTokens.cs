namespace LiveDialogue.Server.People;

/// <summary>The antiforgery token of a signed-in host: a signature over the session's cookie, which other sites can't read.</summary>
public sealed class AntiforgeryTokens(SigningKey key)
{
    public const string Header = "X-CSRF-TOKEN";

    /// <summary>Name of the form field.</summary>
    public const string Field = "__csrf";

    private const string Purpose = "csrf";

    /// <summary>For the page's meta tag and forms; null when the caller isn't signed in by cookie, and needs none.</summary>
    public string? For(HttpContext http) => http.Caller().IsGlobalHost && http.Request.Cookies[HostSessions.Cookie] is { } session ? key.Sign(Purpose, session) : null;

    public bool Verify(HttpContext http, string? offered) =>
        offered is { Length: > 0 and < 200 } && http.Request.Cookies[HostSessions.Cookie] is { } session && key.Verify(Purpose, session, offered);
}
