using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Ops;

/// <summary>If-Match (RFC 9110 §13.1.1) on what can be edited: no edit undoes another unseen.</summary>
internal static class Preconditions
{
    /// <summary>428.</summary>
    public static ProblemHttpResult Missing => Problems.Of(StatusCodes.Status428PreconditionRequired, "If-Match is missing", "Send the ETag as you read it.");

    /// <summary>412, with the version that is current.</summary>
    public static ProblemHttpResult Stale(long version) =>
        Problems.Of(StatusCodes.Status412PreconditionFailed, "It has changed", "Read it again and repeat the change on it.", ("version", version));

    /// <returns>The header as it came, <c>*</c> included; null when it is missing.</returns>
    public static string? IfMatch(HttpContext http) => http.Request.Headers.IfMatch.ToString() is { Length: > 0 } value ? value : null;
}
