using LiveDialogue.Server.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Ops;

/// <summary>The API's errors: RFC 9457 problem+json.</summary>
public static class Problems
{
    /// <summary>Also for drafts, which the public can't tell from nothing.</summary>
    public static ProblemHttpResult NoSuchEvent => Of(StatusCodes.Status404NotFound, "No such event", "There is no event of this id or name.");

    /// <param name="detail">A sentence for the client's developer; no secrets.</param>
    /// <param name="more">Further members of the problem, camelCase.</param>
    public static ProblemHttpResult Of(int status, string title, string? detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in more) extensions[name] = value;
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }

    /// <summary>400 with what is wrong by field.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Of(StatusCodes.Status400BadRequest, "The request isn't complete or well-formed", detail: null, ("errors", errors));

    /// <summary>409: the thing can't go there from the state it is in.</summary>
    public static ProblemHttpResult WrongState(EventState current) =>
        Of(StatusCodes.Status409Conflict, "Wrong state", "The event can't do this in its present state.", ("state", Json.Word(current)));

    /// <summary>429 with Retry-After.</summary>
    public static ProblemHttpResult TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, "Too many requests", "Wait as long as Retry-After says.");
    }

    /// <summary>422.</summary>
    /// <param name="field">As it stands in the request.</param>
    public static ProblemHttpResult UnknownZone(string field, string zone) => Of(
        StatusCodes.Status422UnprocessableEntity, "Unknown time zone", "The zone isn't in the time zone database.", ("field", field), ("zone", zone[..Math.Min(64, zone.Length)]));
}
