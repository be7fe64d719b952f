using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <summary><c>/api/v1/events/{event}/run-of-show</c>: backstage reads it, hosts write it, moderators say what begins.</summary>
internal static class RunOfShowEndpoints
{
    /// <summary>Far above any real show, far below what <see cref="RunOfShowReader"/>'s limits would add up to.</summary>
    private const long MaxBody = 1024 * 1024;

    public static void MapRunOfShow(this IEndpointRouteBuilder routes)
    {
        var show = routes.MapGroup("/api/v1/events/{event}/run-of-show").WithTags("Schedule");
        show.MapGet("/", GetAsync).RequireAuthorization(Policies.Speaker);
        show.MapPut("/", PutAsync).RequireAuthorization(Policies.Host).WithMetadata(new BodyLimit(MaxBody));
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
        var segments = RunOfShowReader.Read(request, errors);
        if (errors.Count > 0) return Problems.Invalid(errors);
        if (RunOfShowReader.UnknownZone(segments, zones) is { } unknown) return Problems.UnknownZone(unknown.Field, unknown.Zone);

        var (before, after) = await store.ChangeAsync(e.Id, now => ifMatch == "*" || ifMatch == now.ETag ? now.KeepBegun(segments) : null, ct);
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

    private static Ok<RunOfShowView> Shown(StoredRunOfShow show, LiveEvent e, IDateTimeZoneProvider zones, HttpContext http)
    {
        http.Response.Headers.ETag = show.ETag;
        return TypedResults.Ok(RunOfShowView.Of(show, e, zones, ScheduleEndpoints.Texts(http)));
    }
}
