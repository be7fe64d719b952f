namespace LiveDialogue.Server.Translation;

/// <summary>Which steps lead from one language to another: a direct pair where there is one, else over others, since few engines have all pairs. Pure.</summary>
internal static class Routes
{
    /// <summary>Each step loses some of the meaning: what comes after three is guesswork.</summary>
    public const int MostSteps = 3;

    /// <returns>The fewest steps, in order; among equals the first in the order of <paramref name="pairs"/>. Empty for a language into itself; null without a way.</returns>
    public static IReadOnlyList<LanguagePair>? Find(IReadOnlyCollection<LanguagePair> pairs, string from, string to)
    {
        if (from == to) return [];

        var cameBy = new Dictionary<string, LanguagePair>(StringComparer.Ordinal);
        var reached = new List<string> { from };
        for (var steps = 0; steps < MostSteps && reached.Count > 0 && !cameBy.ContainsKey(to); steps++)
        {
            var next = new List<string>();
            foreach (var pair in pairs)
            {
                if (!reached.Contains(pair.From) || pair.To == from || !cameBy.TryAdd(pair.To, pair)) continue;
                next.Add(pair.To);
            }
            reached = next;
        }
        return cameBy.ContainsKey(to) ? Back(cameBy, from, to) : null;
    }

    private static List<LanguagePair> Back(Dictionary<string, LanguagePair> cameBy, string from, string to)
    {
        var route = new List<LanguagePair>();
        for (var at = to; at != from; at = cameBy[at].From) route.Add(cameBy[at]);
        route.Reverse();
        return route;
    }
}
