using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LiveDialogue.Server.Ops;

/// <summary>
/// How large a request's body may be: 413 before it is read where it says its length, by Kestrel while it is read where it doesn't.
/// And in which letters: 415 for a charset other than UTF-8, which a reader further in would throw at.
/// </summary>
internal static class BodyLimits
{
    public const long Json = 64 * 1024;
    public const long Sdp = 256 * 1024;

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        var limit = path.StartsWithSegments("/whip", StringComparison.Ordinal) || path.StartsWithSegments("/whep", StringComparison.Ordinal) ? Sdp
            : http.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? Json;
        if (http.Request.ContentLength > limit)   // false when unknown
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;   // the status code page makes the problem
        }
        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset.HasValue && !IsUtf8(type.Charset.AsSpan().Trim('"')))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } kestrel) kestrel.MaxRequestBodySize = limit;
        return next(http);
    }

    // US-ASCII is a part of UTF-8.
    private static bool IsUtf8(ReadOnlySpan<char> charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Metadata of an endpoint that takes more than <see cref="BodyLimits.Json"/>.</summary>
internal sealed record BodyLimit(long Bytes);
