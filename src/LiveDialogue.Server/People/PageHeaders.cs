namespace LiveDialogue.Server.People;

/// <summary>What every response tells the browser to refuse: foreign scripts and frames, guessing of types, devices the page has no use for.</summary>
internal static class PageHeaders
{
    // Media flows over WebRTC, which connect-src doesn't govern; blob: is for the browser's own capture and playback objects.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; "
        + "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string NoDevices = "camera=(), microphone=(), display-capture=(), geolocation=(), usb=(), payment=()";
    private const string OnStage = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), usb=(), payment=()";

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state => Set((HttpContext)state), http);   // last, so that an error page has them too
        return next(http);
    }

    private static Task Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        var joins = http.Request.Path.StartsWithSegments("/join", StringComparison.OrdinalIgnoreCase);
        var carriesToken = joins || http.Request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = Policy;
        headers["Permissions-Policy"] = joins ? OnStage : NoDevices;
        headers["Referrer-Policy"] = carriesToken ? "no-referrer" : "same-origin";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (carriesToken) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
