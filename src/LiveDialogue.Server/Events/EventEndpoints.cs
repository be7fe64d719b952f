using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Events;

/// <summary>The slice's table of contents.</summary>
internal static class EventEndpoints
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventStore>();
        services.AddSingleton<PersonCalendars>();
        services.AddSingleton<CalendarChanges>();
        services.AddSingleton<CalendarDesk>();
    }

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api/v1/events").WithTags("Events").RequireAuthorization(Policies.Audience);
        events.MapGet("/", ListAsync);
        events.MapPost("/", PlanEvent.HandleAsync).RequireAuthorization(Policies.Host);
        events.MapGet("/{event}", GetAsync);
        events.MapPatch("/{event}", EditEvent.HandleAsync).RequireAuthorization(Policies.Host);
        MapTransition("publish", "published", e => e.Publish());
        MapTransition("go-live", "live", e => e.GoLive());
        MapTransition("end", "ended", e => e.Finish());
        MapTransition("cancel", "cancelled", e => e.Cancel());
        routes.MapCalendars();
        routes.MapPersonCalendars();

        void MapTransition(string verb, string kind, Func<LiveEvent, LiveEvent?> transition) => events
            .MapPost($"/{{event}}/{verb}", (string @event, EventStore store, HttpContext http, CancellationToken ct) => MoveAsync(@event, kind, transition, store, http, ct))
            .WithSummary($"Makes the event {kind}; 409 with the current state when it can't be.")
            .RequireAuthorization(Policies.Host);
    }

    /// <summary>Who may know of this event at all: of a draft, and of one called off, hosts.</summary>
    public static bool IsVisibleTo(this LiveEvent e, Caller caller) => e.PublishedAt is not null || caller.RoleAt(e.Id) is Role.Host;

    private static async Task<Ok<EventList>> ListAsync(EventStore store, HttpContext http, CancellationToken ct)
    {
        var caller = http.Caller();
        var all = await store.ListAsync(ct);
        return TypedResults.Ok(new EventList([.. all.Where(e => e.IsVisibleTo(caller)).Select(EventView.Of)]));
    }

    private static async Task<Results<Ok<EventView>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(string @event, EventStore store, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(@event, ct) is not { } found || !found.IsVisibleTo(http.Caller())) return Problems.NoSuchEvent;
        if (http.Request.Headers.IfNoneMatch == EventView.ETagOf(found)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        return Shown(found, http);
    }

    private static async Task<Results<Ok<EventView>, ProblemHttpResult>> MoveAsync(
        string idOrSlug, string kind, Func<LiveEvent, LiveEvent?> transition, EventStore store, HttpContext http, CancellationToken ct)
    {
        if (await store.FindAsync(idOrSlug, ct) is not { } found || await store.ChangeAsync(found.Id, kind, transition, ct) is not { } change) return Problems.NoSuchEvent;
        return change.After is { } moved ? Shown(moved, http) : Problems.WrongState(change.Before.State);
    }

    internal static Ok<EventView> Shown(LiveEvent e, HttpContext http)
    {
        http.Response.Headers.ETag = EventView.ETagOf(e);
        return TypedResults.Ok(EventView.Of(e));
    }
}
