using System.Globalization;

namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>What is suggested about one question, as it lies in the database: two short lines of text.</summary>
/// <param name="Cluster">"ID SIZE LANGUAGE…"; null for none.</param>
/// <param name="Similar">"ID=SCORE …", best first; null for none.</param>
internal sealed record ClusterNote(string? Cluster, string? Similar)
{
    public static readonly ClusterNote None = new(null, null);

    public static ClusterNote Of(ClusterView? cluster, IReadOnlyList<Match> similar) => new(
        cluster is null ? null : string.Create(CultureInfo.InvariantCulture, $"{cluster.Id} {cluster.Size} {string.Join(' ', cluster.Languages)}"),
        similar.Count == 0 ? null : string.Join(' ', similar.Select(match => string.Create(CultureInfo.InvariantCulture, $"{match.Id.Value}={match.Score:0.00}"))));

    public ClusterView? ToCluster()
    {
        if (Cluster?.Split(' ') is not [var id, var size, .. var languages]) return null;
        return new(id, int.Parse(size, CultureInfo.InvariantCulture), languages);
    }

    public IReadOnlyList<Match> ToSimilar() =>
    [
        .. from entry in Similar?.Split(' ') ?? []
           let at = entry.IndexOf('=', StringComparison.Ordinal)
           select new Match(new(entry[..at]), float.Parse(entry[(at + 1)..], CultureInfo.InvariantCulture)),
    ];

    public IReadOnlyList<SimilarView>? ToViews() =>
        Similar is null ? null : [.. ToSimilar().Select(match => new SimilarView(match.Id.Value, Math.Round(match.Score, 2)))];
}
