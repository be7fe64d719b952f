using System.Text.RegularExpressions;
using LiveDialogue.Mixer;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Programs;

/// <summary>Body of POST …/program/pushes.</summary>
/// <param name="Id">The client's own: up to 64 of letters, digits, hyphen.</param>
/// <param name="Url">rtmp:// or rtmps://, stream key included.</param>
public sealed record PushRequest(string? Id, string? Name, string? Url);

/// <summary>The address isn't among it: it is written once and never read back.</summary>
public sealed record PushView(string Id, string Name);

/// <summary><c>…/program/pushes</c>, for hosts: where else the program goes.</summary>
internal static partial class PushProgram
{
    private const int MaxName = 100, MaxUrl = 2000, MostPerEvent = 10;

    public static async Task<Results<Created<PushView>, Ok<PushView>, ProblemHttpResult>> AddAsync(
        string @event, PushRequest request, EventStore events, ProgramStore store, ProgramRunners programs, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (live.State is EventState.Ended or EventState.Cancelled) return Problems.WrongState(live.State);

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var name = EventDraft.Text("name", request.Name ?? "", 1, MaxName, errors);
        if (request.Id is not { } id || !Id().IsMatch(id) || id is "sfu" or "hls" or "recording") errors["id"] = ["Up to 64 of letters, digits and hyphens; not the name of an output of ours."];
        if (!IsTarget(request.Url)) errors["url"] = ["An rtmp:// or rtmps:// address with its stream key."];
        if (errors.Count > 0) return Problems.Invalid(errors);

        var target = new PushTarget(request.Id!, name, request.Url!);   // both checked above
        switch (await store.AddPushAsync(live.Id, target.Id, target.Name, target.Url, MostPerEvent, ct))
        {
            case PushOutcome.Known:
                return TypedResults.Ok(new PushView(target.Id, target.Name));
            case PushOutcome.Other:
                return Problems.Of(StatusCodes.Status409Conflict, "The id is taken", "Another target of this event has this id. Delete it first.");
            case PushOutcome.TooMany:
                return Problems.Of(StatusCodes.Status409Conflict, "Too many targets", "An event is pushed to 10 targets at most.");
        }
        programs.Find(live.Id)?.Add(target);
        return TypedResults.Created($"/api/v1/events/{live.Id}/program/pushes/{target.Id}", new PushView(target.Id, target.Name));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string @event, string id, EventStore events, ProgramStore store, ProgramRunners programs, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (!await store.RemovePushAsync(live.Id, id, ct)) return Problems.Of(StatusCodes.Status404NotFound, "No such target", "The event isn't pushed to a target of this id.");

        programs.Find(live.Id)?.RemovePush(id);
        return TypedResults.NoContent();
    }

    // No control characters and no spaces: the address becomes one argument of a worker.
    private static bool IsTarget(string? url) =>
        url is { Length: <= MaxUrl } && url.All(c => c is > ' ' and < '\u007f')
        && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "rtmp" or "rtmps" && uri.Host.Length > 0;

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
