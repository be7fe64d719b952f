using Microsoft.AspNetCore.Http.Features;

namespace LiveDialogue.Server.Ops;

/// <summary>How large a request's body may be: 413 before it is read where it says its length, by Kestrel while it is read where it doesn't.</summary>
internal static class BodyLimits
{
    public const long Json = 64 * 1024;
    public const long Sdp = 256 * 1024;

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        var limit = path.StartsWithSegments("/whip", StringComparison.Ordinal) || path.StartsWithSegments("/whep", StringComparison.Ordinal) ? Sdp : Json;
        if (http.Request.ContentLength > limit)   // false when unknown
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;   // the status code page makes the problem
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } kestrel) kestrel.MaxRequestBodySize = limit;
        return next(http);
    }
}
