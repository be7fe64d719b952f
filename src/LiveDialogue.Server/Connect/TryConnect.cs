using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
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
        if (offer.Length > MostOfOffer || !IsOneSound(offer))
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not a probe", "A probe offers one sound and no picture.");

        return MediaAnswer.ToOffer(http, await probes.OpenAsync(offer, http.Network(), ct), "/connect/probes", CredentialsLast);
    }

    // each m-line is a slot that the server keeps
    private static bool IsOneSound(string offer)
    {
        var lines = 0;
        foreach (var line in offer.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("m=", StringComparison.Ordinal)) continue;
            if (++lines > 1 || !line.StartsWith("m=audio ", StringComparison.Ordinal)) return false;
        }
        return true;
    }

    public static Results<Ok, NotFound> Close(string session, ConnectProbes probes) =>
        probes.Close(new SessionId(session)) ? TypedResults.Ok() : TypedResults.NotFound();
}
