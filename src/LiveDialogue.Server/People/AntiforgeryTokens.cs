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

    /// <summary>Whether the request carries the token of its session, as header or form field.</summary>
    public async Task<bool> IsValidAsync(HttpContext http) =>
        http.Request.Cookies[HostSessions.Cookie] is { } session
        && await OfferedAsync(http.Request) is { Length: > 0 and < 200 } offered
        && key.Verify(Purpose, session, offered);

    private static async Task<string?> OfferedAsync(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var header)) return header;
        if (!request.HasFormContentType) return null;
        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted)).TryGetValue(Field, out var field) ? field.ToString() : null;
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return null;   // no form after all
        }
    }
}
