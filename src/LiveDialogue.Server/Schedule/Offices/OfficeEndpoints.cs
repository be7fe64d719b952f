using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Slots;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Offices;

/// <param name="Plan">As it can be sent back.</param>
/// <param name="Place">The city of its zone in the reader's language: nobody should have to read America/Argentina/Ushuaia.</param>
public sealed record OfficeView(string Id, OfficePlanRequest Plan, string Place, long Version)
{
    internal static OfficeView Of(StoredOffice office, HttpContext http) =>
        new(office.Id, OfficePlanReader.Write(office.Plan), Pages.Clocks.Zones.City(office.Plan.Zone, ScheduleEndpoints.Texts(http).Language), office.Version);
}

public sealed record OfficeList(IReadOnlyList<OfficeView> Offices);

/// <summary><c>/api/v1/offices</c>: the list that is planned with. For hosts of everything, not of one event.</summary>
internal static class OfficeEndpoints
{
    public static void MapOffices(this IEndpointRouteBuilder routes)
    {
        var offices = routes.MapGroup("/api/v1/offices").WithTags("Schedule").RequireAuthorization(Policies.Host);
        offices.MapGet("/", async (OfficeStore store, HttpContext http, CancellationToken ct) => TypedResults.Ok(new OfficeList([.. (await store.ListAsync(ct)).Select(office => OfficeView.Of(office, http))])));
        offices.MapPost("/", AddAsync);
        offices.MapGet("/{id}", GetAsync);
        offices.MapPut("/{id}", ReplaceAsync);
        offices.MapDelete("/{id}", RemoveAsync);
    }

    private static ProblemHttpResult NoSuchOffice => Problems.Of(StatusCodes.Status404NotFound, "No such office", "There is no office of this id.");

    private static async Task<Results<Created<OfficeView>, ProblemHttpResult>> AddAsync(OfficePlanRequest request, OfficeStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (Check(request, zones, out var plan) is { } refusal) return refusal;
        if (await store.AddAsync(plan, ct) is not { } added) return Problems.Of(StatusCodes.Status409Conflict, "The list is full", $"It holds {OfficeStore.MaxOffices} offices.");
        http.Response.Headers.ETag = added.ETag;
        return TypedResults.Created($"/api/v1/offices/{added.Id}", OfficeView.Of(added, http));
    }

    private static async Task<Results<Ok<OfficeView>, ProblemHttpResult>> GetAsync(string id, OfficeStore store, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } office) return NoSuchOffice;
        http.Response.Headers.ETag = office.ETag;
        return TypedResults.Ok(OfficeView.Of(office, http));
    }

    private static async Task<Results<Ok<OfficeView>, ProblemHttpResult>> ReplaceAsync(
        string id, OfficePlanRequest request, OfficeStore store, IDateTimeZoneProvider zones, HttpContext http, CancellationToken ct)
    {
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;
        if (Check(request, zones, out var plan) is { } refusal) return refusal;
        if (await store.ReplaceAsync(id, plan, office => ifMatch == "*" || ifMatch == office.ETag, ct) is not { } change) return NoSuchOffice;
        if (change.After is not { } after) return Preconditions.Stale(change.Before.Version);
        http.Response.Headers.ETag = after.ETag;
        return TypedResults.Ok(OfficeView.Of(after, http));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, OfficeStore store, CancellationToken ct) =>
        await store.RemoveAsync(id, ct) ? TypedResults.NoContent() : NoSuchOffice;

    private static ProblemHttpResult? Check(OfficePlanRequest request, IDateTimeZoneProvider zones, out PlanningOffice plan)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        plan = OfficePlanReader.Read(request, "", errors);
        if (errors.Count > 0) return Problems.Invalid(errors);
        return EventStart.IsKnownZone(plan.Zone, zones) ? null : Problems.UnknownZone("zone", plan.Zone);
    }
}
