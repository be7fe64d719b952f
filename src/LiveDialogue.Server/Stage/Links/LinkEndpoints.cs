using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>How the speakers' connections fare, for those who look after them; and the kept figures, for the host.</summary>
internal static class LinkEndpoints
{
    public static void AddLinks(this IServiceCollection services)
    {
        services.AddSingleton<LinkEyes>();
        services.AddSingleton<LinkStore>();
        services.AddSingleton<LinkRecorder>();
        services.AddHostedService(s => s.GetRequiredService<LinkRecorder>());
    }

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        var stage = routes.MapGroup("/api/v1/events/{event}").WithTags("Stage");
        stage.MapGet("/stage/links", AllAsync).RequireAuthorization(Policies.Moderator).WithSummary("How each speaker's connection fares now.").Produces<LinksView>();
        stage.MapGet("/stage/{id}/link", OneAsync).RequireAuthorization(Policies.Speaker).WithSummary("One speaker's; also for themselves.").Produces<LinkView>();
        stage.MapPut("/stage/{id}/link", SayPath.HandleAsync).RequireAuthorization(Policies.Speaker).WithSummary("A speaker's page says how it reaches the relay that a session goes through.")
            .Produces(StatusCodes.Status204NoContent);
        stage.MapGet("/links.csv", CsvAsync).RequireAuthorization(Policies.Host).WithSummary("How they fared: a row every 10 s and at each change.");
        stage.MapGet("/links.json", JsonAsync).RequireAuthorization(Policies.Host).Produces<LinkTable>();
    }

    private static async Task<IResult> AllAsync(string @event, HttpContext http, EventStore events, StageRunners stages, LinkEyes eyes, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        var board = (await stages.ReadAsync(live, ct)).Board;
        return TypedResults.Ok(new LinksView(live.Id.Value, [.. board.Speakers.Select(speaker => eyes.Read(live.Id, speaker))]));
    }

    private static async Task<IResult> OneAsync(string @event, string id, HttpContext http, EventStore events, StageRunners stages, LinkEyes eyes, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        var caller = http.Caller();
        if (!caller.ModeratesAt(live.Id) && caller.Invite?.Value != id) return TypedResults.Forbid();
        http.Response.Headers.CacheControl = "no-store";
        var board = stages.Find(live.Id)?.Committed.Board ?? (await stages.ReadAsync(live, ct)).Board;
        return board.Speakers.FirstOrDefault(speaker => speaker.Id == id) is { } found
            ? TypedResults.Ok(eyes.Read(live.Id, found))
            : Problems.Of(StatusCodes.Status404NotFound, "No such speaker", "Nobody of this id is invited to speak.");
    }

    private static async Task<IResult> CsvAsync(string @event, HttpContext http, EventStore events, InviteStore invites, LinkStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        var table = LinkTable.Of(live.Id, await store.ListAsync(live.Id, ct), await NamesAsync(live.Id, invites, ct));
        return Results.File(Encoding.UTF8.GetBytes(table.ToCsv()), "text/csv; charset=utf-8", $"links-{live.Slug}.csv");
    }

    private static async Task<IResult> JsonAsync(string @event, HttpContext http, EventStore events, InviteStore invites, LinkStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(LinkTable.Of(live.Id, await store.ListAsync(live.Id, ct), await NamesAsync(live.Id, invites, ct)));
    }

    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(EventId eventId, InviteStore invites, CancellationToken ct) =>
        (await invites.ListAsync(eventId, ct)).ToDictionary(invite => invite.Id.Value, invite => invite.Name, StringComparer.Ordinal);
}
