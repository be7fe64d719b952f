using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Media;

/// <summary>What the SFU said, in HTTP.</summary>
internal static class MediaAnswer
{
    // Long enough for a full node to lose a peer, short enough for somebody who waits.
    private const int RetryWhenFull = 10;

    /// <param name="sessions">Path under which the session's own address is made.</param>
    /// <param name="credentialsLast">Those of the relays; null: as configured.</param>
    public static IResult ToOffer(HttpContext http, Admission admission, string sessions, TimeSpan? credentialsLast = null)
    {
        if (admission is not Admission.Accepted accepted) return Refuse(http, admission);

        http.Response.Headers.ETag = accepted.ETag;
        http.Response.Headers["Accept-Patch"] = Sdp.FragmentType;
        http.Response.Headers.Location = $"{sessions}/{accepted.Session.Value}";
        foreach (var link in http.RequestServices.GetRequiredService<RelayCredentials>().LinksFor(accepted.Session.Value, credentialsLast)) http.Response.Headers.Append("Link", link);
        return TypedResults.Text(accepted.Answer, Sdp.ContentType, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>200 with the answering fragment for an ICE restart, 204 for trickle.</summary>
    public static IResult ToFragment(HttpContext http, Admission admission)
    {
        if (admission is not Admission.Accepted accepted) return Refuse(http, admission);

        http.Response.Headers.ETag = accepted.ETag;
        return accepted.Answer.Length == 0 ? TypedResults.NoContent() : TypedResults.Text(accepted.Answer, Sdp.FragmentType);
    }

    public static IResult Unauthorized(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem("A bearer token is needed: the one of the invite's link.", statusCode: StatusCodes.Status401Unauthorized);
    }

    public static IResult Forbidden(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden);

    /// <summary>One invite holds more sessions than a person has screens.</summary>
    public static IResult TooMany(HttpContext http)
    {
        http.Response.Headers.RetryAfter = RetryWhenFull.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("This invite has too many sessions open.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Draft, ended or cancelled.</summary>
    public static IResult NotOpen(LiveEvent live) => TypedResults.Problem(
        "Media is taken from the event's publication to its end.",
        statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["state"] = live.State });

    /// <summary>Published and not live: come back, sooner the nearer the start is.</summary>
    public static IResult NotYet(HttpContext http, LiveEvent live, Instant now)
    {
        var seconds = Math.Clamp((live.Start.At - now).TotalSeconds / 10, 5, 60);
        http.Response.Headers.RetryAfter = ((int)seconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("The event isn't live yet.", statusCode: StatusCodes.Status404NotFound);
    }

    private static IResult Refuse(HttpContext http, Admission admission)
    {
        if (admission is not Admission.Refused refused) return TypedResults.Problem(statusCode: StatusCodes.Status500InternalServerError);

        if (refused.Reason is RefusalReason.Full) http.Response.Headers.RetryAfter = RetryWhenFull.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(refused.Detail, statusCode: refused.Reason switch
        {
            RefusalReason.MalformedOffer => StatusCodes.Status400BadRequest,
            RefusalReason.NothingInCommon => StatusCodes.Status422UnprocessableEntity,
            RefusalReason.Full => StatusCodes.Status503ServiceUnavailable,
            RefusalReason.NoSuchSession => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status412PreconditionFailed,
        });
    }
}
