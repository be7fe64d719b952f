using LiveDialogue.Server.Events;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <param name="Number">1 for the first.</param>
/// <param name="Edited">Moved by itself: changes to all leave its time alone.</param>
public sealed record Occurrence(int Number, LiveEvent Event, bool Edited)
{
    /// <summary>Neither over, on air nor off.</summary>
    /// <param name="e">The event as it is now.</param>
    public static bool MayChange(LiveEvent e, Instant now) => e.State is EventState.Draft or EventState.Published && e.Start.At > now;
}

/// <param name="Version">The ETag.</param>
public sealed record StoredSeries(string Id, string Title, long Version, IReadOnlyList<Occurrence> Occurrences)
{
    public string ETag => $"\"v{Version}\"";
}
