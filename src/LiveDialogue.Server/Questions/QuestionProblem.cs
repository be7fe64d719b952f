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
    public static IResult WrongState(Question current) => current.IsAtRisk
        ? TypedResults.NotFound()
        : Conflict("The question's state doesn't allow this.", ("state", current.State.Wire()), ("question", QuestionView.ForModerators(current)));

    private static Dictionary<string, object?> Members(params (string Name, object? Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}
