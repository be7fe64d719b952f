using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Questions.Clusters;

/// <param name="Questions">Best first; each as its board shows it to moderators.</param>
public sealed record SimilarContent(IReadOnlyList<ScoredView> Questions);

/// <param name="Score">0 to 1.</param>
public sealed record ScoredView(double Score, QuestionView Question);

/// <summary>GET …/questions/{id}/similar: what looks like the same question now, for a moderator who thinks of merging.</summary>
internal static class SimilarQuestions
{
    private const int Most = 20;

    public static async Task<IResult> HandleAsync(string @event, string id, HttpResponse http, EventStore events, QuestionStore store, ClusterKeeper keeper, CancellationToken ct)
    {
        if (!QuestionId.TryParse(id, out var parsed) || await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();
        if (await store.FindAsync(live.Id, parsed, ct) is not { IsAtRisk: false }) return TypedResults.NotFound();

        http.Headers.CacheControl = "no-store";
        var found = new List<ScoredView>();
        foreach (var match in await keeper.FindAsync(live.Id, parsed, Most, ct))
        {
            if (await store.FindAsync(live.Id, match.Id, ct) is { IsAtRisk: false } question)
                found.Add(new(Math.Round(match.Score, 2), QuestionView.ForModerators(question)));
        }
        return TypedResults.Ok(new SimilarContent(found));
    }
}
