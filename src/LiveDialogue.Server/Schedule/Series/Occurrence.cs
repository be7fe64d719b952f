using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Schedule.Series;

/// <param name="Number">1 for the first.</param>
/// <param name="Edited">Changed by itself: changes to all leave its time alone.</param>
internal sealed record Occurrence(int Number, LiveEvent Event, bool Edited);

/// <param name="Version">The ETag.</param>
internal sealed record StoredSeries(string Id, string Title, long Version, IReadOnlyList<Occurrence> Occurrences)
{
    public string ETag => $"\"v{Version}\"";
}
