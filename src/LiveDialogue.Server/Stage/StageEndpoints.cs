using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage.Links;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Stage;

/// <summary>The slice's table of contents.</summary>
internal static class StageEndpoints
{
    public static void AddStage(this IServiceCollection services)
    {
        services.AddSingleton<StageStore>();
        services.AddSingleton<SlotTables>();
        services.AddSingleton<StageRunners>();
        services.AddSingleton<IBoardReader, StageBoardReader>();
        services.AddHostedService(s => s.GetRequiredService<StageRunners>());
        services.AddLinks();
    }

    public static void MapStage(this IEndpointRouteBuilder routes)
    {
        routes.MapLinks();
        var stage = routes.MapGroup("/api/v1/events/{event}/stage").RequireAuthorization(Policies.Speaker).WithTags("Stage");
        stage.MapGet("/", ReadAsync).WithSummary("Who is away, in the green room and on air.");
        stage.MapPost("/{id}/{action}", ActOnStage.HandleAsync)
            .WithSummary("on-air, off-air, mute, ask-unmute, camera-off by moderators and hosts; ready, not-ready, mute, unmute, camera-off, camera-on by the speaker.");
        stage.MapPut("/{id}/rung", SayRung.HandleAsync)
            .WithSummary("What the speaker's page sends now and why it isn't more: the ladder's step. By the speaker.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Results<Ok<StageBoard>, NotFound>> ReadAsync(string @event, EventStore events, StageRunners stages, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return TypedResults.NotFound();

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok((await stages.ReadAsync(live, ct)).Board);
    }
}
