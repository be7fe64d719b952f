using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary><c>/api/v1/series</c>: events that belong together. For hosts of everything.</summary>
internal static class SeriesEndpoints
{
    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        var series = routes.MapGroup("/api/v1/series").WithTags("Schedule").RequireAuthorization(Policies.Host);
        series.MapGet("/", async (SeriesStore store, CancellationToken ct) => TypedResults.Ok(new SeriesList([.. (await store.ListAsync(ct)).Select(s => new SeriesSummary(s.Id, s.Title, s.Count))])));
        series.MapPost("/", PlanAsync);
        series.MapPost("/preview", Preview).WithSummary("The occurrences and what clock changes do to each office; stores nothing.");
        series.MapGet("/{series}", GetAsync);
        series.MapPost("/{series}/preview", TryAsync).WithSummary("What a change would come to, before and after for each office; stores nothing.");
        series.MapPatch("/{series}", ChangeAsync).WithSummary("Changes, moves or cancels one occurrence, one and those that follow, or all.");
    }

    private static ProblemHttpResult NoSuchSeries => Problems.Of(StatusCodes.Status404NotFound, "No such series", "There is no series of this id.");

    private static async Task<Results<Created<SeriesView>, ProblemHttpResult>> PlanAsync(SeriesRequest request, SeriesStore store, IDateTimeZoneProvider zones, IClock clock, HttpContext http, CancellationToken ct)
    {
        var drafted = SeriesDraft.Apply(request, () => PlanEvent.Blank(clock, request.Event?.Draft ?? false), zones);
        if (drafted is not SeriesDrafted.Good { Events: var planned }) return Refusal(drafted);
        var added = await store.AddAsync(planned, request, ct);
        http.Response.Headers.ETag = added.ETag;
        return TypedResults.Created($"/api/v1/series/{added.Id}", View(added, zones, ScheduleEndpoints.Texts(http)));
    }

    private static Results<Ok<SeriesView>, ProblemHttpResult> Preview(SeriesRequest request, IDateTimeZoneProvider zones, IClock clock, HttpContext http)
    {
        var drafted = SeriesDraft.Apply(request, () => PlanEvent.Blank(clock, draft: true), zones);
        if (drafted is not SeriesDrafted.Good { Events: var planned }) return Refusal(drafted);
        var occurrences = planned.Select((e, i) => new Occurrence(i + 1, e, Edited: false)).ToList();
        return TypedResults.Ok(SeriesView.Of(null, planned[0].Title, 0, occurrences, zones, ScheduleEndpoints.Texts(http)));
    }

    private static async Task<Results<Ok<SeriesView>, ProblemHttpResult>> GetAsync(string series, SeriesStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(series, ct) is not { } found) return NoSuchSeries;
        http.Response.Headers.ETag = found.ETag;
        return TypedResults.Ok(View(found, zones, ScheduleEndpoints.Texts(http)));
    }

    private static async Task<Results<Ok<SeriesView>, ProblemHttpResult>> ChangeAsync(
        string series, SeriesChangeRequest request, SeriesStore store, ChangeSeries change, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(series, ct) is not { } found) return NoSuchSeries;
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;
        var changed = await change.StoreAsync(found, request, ifMatch, ct);
        return changed is SeriesChanged.Good ? await GetAsync(series, store, zones, http, ct) : Refusal(changed);
    }

    private static async Task<Results<Ok<SeriesChangeView>, ProblemHttpResult>> TryAsync(
        string series, SeriesChangeRequest request, SeriesStore store, ChangeSeries change, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(series, ct) is not { } found) return NoSuchSeries;
        var tried = change.Try(found, request);
        if (tried is not SeriesChanged.Good { Occurrences: var occurrences }) return Refusal(tried);
        http.Response.Headers.ETag = found.ETag;
        return TypedResults.Ok(SeriesChangeView.Of(found, occurrences, zones, ScheduleEndpoints.Texts(http)));
    }

    private static SeriesView View(StoredSeries series, IDateTimeZoneProvider zones, Wording texts) => SeriesView.Of(series.Id, series.Title, series.Version, series.Occurrences, zones, texts);

    private static ProblemHttpResult Refusal(SeriesDrafted drafted)
    {
        if (drafted is SeriesDrafted.Invalid invalid) return Problems.Invalid(invalid.Errors);
        var refused = (SeriesDrafted.Refused)drafted;   // not good, not invalid
        return Refusal(refused.Number, refused.Why);
    }

    private static ProblemHttpResult Refusal(SeriesChanged changed) => changed switch
    {
        SeriesChanged.Invalid invalid => Problems.Invalid(invalid.Errors),
        SeriesChanged.NoSuchOccurrence => Problems.Of(StatusCodes.Status404NotFound, "No such occurrence", "The series has no occurrence of this number."),
        SeriesChanged.Stale stale => Preconditions.Stale(stale.Version),
        SeriesChanged.Refused refused => Refusal(refused.Number, refused.Why),
        _ => throw new ArgumentException("It was changed.", nameof(changed)),
    };

    private static ProblemHttpResult Refusal(int number, Drafted why)
    {
        var problem = PlanEvent.Refusal(why);
        problem.ProblemDetails.Extensions["number"] = number;
        return problem;
    }
}
