using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <summary><c>/api/v1/events/{event}/run-of-show</c>: backstage reads it, hosts write it, moderators say what begins.</summary>
internal static class RunOfShowEndpoints
{
    private const int MaxSegments = 200, MaxSpeakers = 50, MaxText = 200;

    public static void MapRunOfShow(this IEndpointRouteBuilder routes)
    {
        var show = routes.MapGroup("/api/v1/events/{event}/run-of-show").WithTags("Schedule");
        show.MapGet("/", GetAsync).RequireAuthorization(Policies.Speaker);
        show.MapPut("/", PutAsync).RequireAuthorization(Policies.Host);
        show.MapPost("/{number:int}/begin", BeginAsync).RequireAuthorization(Policies.Moderator);
    }

    private static async Task<Results<Ok<RunOfShowView>, ProblemHttpResult>> GetAsync(string @event, EventStore events, RunOfShowStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct) =>
        await events.FindAsync(@event, ct) is { } e ? Shown(await store.ReadAsync(e.Id, ct), e, zones, http) : Problems.NoSuchEvent;

    private static async Task<Results<Ok<RunOfShowView>, ProblemHttpResult>> PutAsync(
        string @event, RunOfShowRequest request, EventStore events, RunOfShowStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } e) return Problems.NoSuchEvent;
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var segments = Read(request, errors);
        if (errors.Count > 0) return Problems.Invalid(errors);
        for (var i = 0; i < segments.Count; i++)
            for (var j = 0; j < segments[i].Speakers.Count; j++)
                if (!EventStart.IsKnownZone(segments[i].Speakers[j].Zone, zones)) return Problems.UnknownZone($"segments[{i}].speakers[{j}].zone", segments[i].Speakers[j].Zone);

        var (before, after) = await store.ChangeAsync(e.Id, now => ifMatch == "*" || ifMatch == now.ETag ? segments : null, ct);
        return after is null ? Preconditions.Stale(before.Version) : Shown(after, e, zones, http);
    }

    private static async Task<Results<Ok<RunOfShowView>, ProblemHttpResult>> BeginAsync(
        string @event, int number, EventStore events, RunOfShowStore store, IDateTimeZoneProvider zones, IClock clock, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } e) return Problems.NoSuchEvent;
        if (e.State is not EventState.Live) return Problems.WrongState(e.State);
        var (_, after) = await store.ChangeAsync(
            e.Id, show => number < 1 || number > show.Segments.Count ? null : [.. show.Segments.Select((s, i) => i == number - 1 ? s with { Began = clock.GetCurrentInstant() } : s)], ct);
        return after is null ? Problems.Of(StatusCodes.Status404NotFound, "No such segment", "The run of show has no segment of this number.") : Shown(after, e, zones, http);
    }

    private static List<Segment> Read(RunOfShowRequest request, Dictionary<string, string[]> errors)
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

    private static Ok<RunOfShowView> Shown(StoredRunOfShow show, LiveEvent e, IDateTimeZoneProvider zones, HttpContext http)
    {
        http.Response.Headers.ETag = show.ETag;
        return TypedResults.Ok(RunOfShowView.Of(show, e, zones, ScheduleEndpoints.Texts(http)));
    }
}
