using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;

namespace LiveDialogue.Server.Questions.Desk;

/// <param name="Command">approve, reject, shortlist, merge or labels.</param>
/// <param name="Ids">At most 200.</param>
/// <param name="Reason">For reject; "other" when left out.</param>
/// <param name="Into">For merge: the question that stays.</param>
/// <param name="Labels">For labels: in place of those they have.</param>
/// <param name="Preview">Only says what it would come to.</param>
public sealed record BulkRequest(string? Command, IReadOnlyList<string>? Ids, string? Reason = null, string? Into = null, IReadOnlyList<string>? Labels = null, bool Preview = false);

/// <param name="Done">Ids; in a preview those that would be.</param>
/// <param name="Undo">For all of them at once; null in a preview.</param>
public sealed record BulkView(IReadOnlyList<string> Done, IReadOnlyList<RefusedView> Refused, UndoView? Undo);

/// <summary>POST …/questions/bulk: one decision on many questions, in one transaction and undone as one.</summary>
internal static class BulkQuestions
{
    public const int Most = 200;

    public static async Task<IResult> HandleAsync(string @event, BulkRequest request, HttpContext http, EventStore events, QuestionDesk desk, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();
        if (request.Ids is not { Count: > 0 }) return QuestionProblem.Invalid("ids", "missing");
        if (request.Ids.Count > Most) return QuestionProblem.Invalid("ids", "too-long");

        var ids = new List<QuestionId>();
        foreach (var written in request.Ids)
        {
            if (!QuestionId.TryParse(written, out var id)) return QuestionProblem.Invalid("ids", "malformed");
            if (!ids.Contains(id)) ids.Add(id);
        }
        QuestionId? into = null;
        if (request.Command == "merge")
        {
            if (!QuestionId.TryParse(request.Into, out var stays)) return QuestionProblem.Invalid("into", request.Into is null ? "missing" : "malformed");
            into = stays;
        }
        if (TransitionOf(request) is not { } transition) return WhatIsWrongWith(request);

        return await desk.BulkAsync(live.Id, ids, into, transition, Deed.By(http.Caller(), $"bulk-{request.Command}"), request.Preview, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();
    }

    /// <returns>Null for what isn't complete.</returns>
    private static Func<Question, Question?, Question?>? TransitionOf(BulkRequest request) => request.Command switch
    {
        "approve" => (question, _) => question.Approve(),
        "shortlist" => (question, _) => question.Shortlist(),
        "reject" when RejectReasons.TryParse(request.Reason ?? "other", out var reason) => (question, _) => question.Reject(reason),
        "labels" when LabelRules.Clean(request.Labels) is { } labels => (question, _) => question.WithLabels(labels),
        "merge" => (question, into) => into is null ? null : question.MergeInto(into),
        _ => null,
    };

    private static IResult WhatIsWrongWith(BulkRequest request) => request.Command switch
    {
        "reject" => QuestionProblem.Invalid("reason", "malformed"),
        "labels" => QuestionProblem.Invalid("labels", request.Labels is null ? "missing" : "too-long"),
        null => QuestionProblem.Invalid("command", "missing"),
        _ => QuestionProblem.Invalid("command", "malformed"),
    };
}
