namespace LiveDialogue.Server.Questions;

/// <summary>The slice's refusals as problem+json (RFC 9457).</summary>
internal static class QuestionProblem
{
    /// <param name="problem">A word a client can translate; <paramref name="field"/> says where.</param>
    public static IResult Invalid(string field, string problem) => TypedResults.Problem(
        $"The question's {field} is {problem}.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: Members(("field", field), ("problem", problem)));

    public static IResult Conflict(string detail, params (string Name, object? Value)[] members) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: Members(members));

    /// <summary>Somebody was faster: here is what the question is now.</summary>
    public static IResult WrongState(Question current) => Stale(current, ["state"]);

    /// <summary>The same, and what of it is another than the caller saw.</summary>
    /// <param name="changed">Names of members of <see cref="QuestionView"/>.</param>
    /// <param name="last">Who was faster, and when.</param>
    public static IResult Stale(Question current, IReadOnlyList<string> changed, Desk.LastDeed? last = null) => current.IsAtRisk
        ? TypedResults.NotFound()
        : Conflict(
            "The question isn't what it was, or its state doesn't allow this.",
            ("state", current.State.Wire()),
            ("question", QuestionView.ForModerators(current)),
            ("changed", changed),
            ("by", last?.By),
            ("at", last is null ? null : NodaTime.Text.InstantPattern.ExtendedIso.Format(last.At)));

    /// <summary>Slow mode: 429 with Retry-After, and when that is.</summary>
    /// <param name="seconds">Between two questions of one device.</param>
    public static IResult TooSoon(HttpContext http, TimeSpan wait, int seconds)
    {
        var retryAfter = (int)Math.Ceiling(wait.TotalSeconds);
        http.Response.Headers.RetryAfter = retryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            "Moderators let a device ask every so many seconds.",
            statusCode: StatusCodes.Status429TooManyRequests,
            extensions: Members(("reason", "slow-mode"), ("slowModeSeconds", seconds), ("retryAfterSeconds", retryAfter)));
    }

    /// <summary>The device may not ask at this event any more.</summary>
    public static IResult Blocked() => TypedResults.Problem(
        "The moderators of this event take no further questions from this device.", statusCode: StatusCodes.Status403Forbidden, extensions: Members(("reason", "blocked")));

    private static Dictionary<string, object?> Members(params (string Name, object? Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}
