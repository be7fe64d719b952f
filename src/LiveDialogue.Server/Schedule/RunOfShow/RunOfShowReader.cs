using LiveDialogue.Server.Events;
using NodaTime;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <summary>Checks a run of show as a client sent it. Pure.</summary>
internal static class RunOfShowReader
{
    public const int MaxSegments = 200, MaxSpeakers = 50, MaxText = 200;

    /// <param name="errors">Filled by field.</param>
    /// <returns>The segments; not to be used when there are errors. Zones are yet to be looked up.</returns>
    public static IReadOnlyList<Segment> Read(RunOfShowRequest request, Dictionary<string, string[]> errors)
    {
        var segments = new List<Segment>();
        if (request.Segments is not { Count: <= MaxSegments } requested)
        {
            errors["segments"] = [$"Up to {MaxSegments} segments."];
            return segments;
        }
        for (var i = 0; i < requested.Count; i++)
        {
            var at = $"segments[{i}]";
            var title = EventDraft.Text($"{at}.title", requested[i]?.Title ?? "", 1, MaxText, errors);
            var duration = IsoDuration.TryParse(requested[i]?.Duration);
            if (duration is not { } length || length > Duration.FromHours(24)) errors[$"{at}.duration"] = ["ISO 8601, at most a day: PT10M."];
            var speakers = requested[i]?.Speakers ?? [];
            if (speakers.Count > MaxSpeakers) errors[$"{at}.speakers"] = [$"Up to {MaxSpeakers}."];
            var read = speakers.Take(MaxSpeakers).Select((speaker, j) => new SegmentSpeaker(EventDraft.Text($"{at}.speakers[{j}].name", speaker?.Name ?? "", 1, MaxText, errors), speaker?.Zone ?? "")).ToList();
            segments.Add(new(title, duration ?? Duration.Zero, read, Began: null));
        }
        return segments;
    }

    /// <returns>The first zone that isn't one, with its field; null when all are.</returns>
    public static (string Field, string Zone)? UnknownZone(IReadOnlyList<Segment> segments, IDateTimeZoneProvider zones)
    {
        for (var i = 0; i < segments.Count; i++)
            for (var j = 0; j < segments[i].Speakers.Count; j++)
                if (!EventStart.IsKnownZone(segments[i].Speakers[j].Zone, zones)) return ($"segments[{i}].speakers[{j}].zone", segments[i].Speakers[j].Zone);
        return null;
    }
}
