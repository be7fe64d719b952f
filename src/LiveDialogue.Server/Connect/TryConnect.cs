using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using LiveDialogue.Sfu.Stages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Connect;

/// <summary>The probes' door, as WHEP's but for the event: nobody's rights are needed, and nothing is shown.</summary>
internal static class TryConnect
{
    /// <summary>Bytes. One m-line of a browser is some 3 KB.</summary>
    private const int MostOfOffer = 16 * 1024;

    /// <summary>Of the relays' credentials.</summary>
    private static readonly TimeSpan CredentialsLast = TimeSpan.FromMinutes(2);

    public static async Task<IResult> OpenAsync(HttpContext http, ConnectProbes probes, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (offer, refusal) = await Sdp.ReadAsync(http.Request, Sdp.ContentType, ct);
        if (offer is null) return refusal!;                                             // one of the two is there
        if (offer.Length > MostOfOffer || offer.Contains("m=video", StringComparison.Ordinal))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not a probe", "A probe offers one sound and no picture.");

        return MediaAnswer.ToOffer(http, await probes.OpenAsync(offer, ct), "/connect/probes", CredentialsLast);
    }

    public static Results<Ok, NotFound> Close(string session, ConnectProbes probes) =>
        probes.Close(new SessionId(session)) ? TypedResults.Ok() : TypedResults.NotFound();
}
