using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LiveDialogue.Server.Media;

/// <summary>Reads the bodies of the media doors.</summary>
internal static class Sdp
{
    public const string ContentType = "application/sdp";
    public const string FragmentType = "application/trickle-ice-sdpfrag";

    /// <summary>Bytes. A browser's offer with a dozen m-lines is some 30 KB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <returns>The text, or the answer to give instead: 415 or 413.</returns>
    public static async Task<(string? Text, IResult? Refusal)> ReadAsync(HttpRequest request, string contentType, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(contentType, StringComparison.OrdinalIgnoreCase))
            return (null, TypedResults.Problem($"The body must be {contentType}.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        if (request.ContentLength > MaxBytes) return (null, TooLarge());

        // The limit for JSON is lower; ours is counted below.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes + 1;
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            while (await request.Body.ReadAsync(chunk, ct) is var length and > 0)
            {
                if (body.Length + length > MaxBytes) return (null, TooLarge());
                await body.WriteAsync(chunk.AsMemory(0, length), ct);
            }
        }
        catch (BadHttpRequestException error)
        {
            return (null, TypedResults.Problem(statusCode: error.StatusCode));
        }
        return (Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length), null);
    }

    private static IResult TooLarge() => TypedResults.Problem("SDP may have 256 KB.", statusCode: StatusCodes.Status413PayloadTooLarge);
}
