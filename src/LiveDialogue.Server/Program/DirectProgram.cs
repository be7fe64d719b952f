using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveDialogue.Server.Programs;

/// <summary>Body of preview and take.</summary>
/// <param name="Kind">solo, side-by-side, grid, with-strip, shared, slate or break.</param>
/// <param name="Speakers">Ids on the stage, the large one first; of shared the presenter, then whose camera stands beside the screen.</param>
public sealed record SceneRequest(string? Kind, IReadOnlyList<string>? Speakers);

/// <summary>Body of card.</summary>
/// <param name="Question">The id of the one that is live.</param>
public sealed record CardRequest(string? Question);

/// <summary>POST …/program/{command} by moderators and hosts.</summary>
internal sealed class DirectProgram(EventStore events, ProgramRunners programs, ProgramSupport support)
{
    private static readonly Dictionary<string, SceneKind> Kinds = Enum.GetValues<SceneKind>().ToDictionary(Json.Word, StringComparer.Ordinal);

    public static async Task<Results<Ok<ProgramView>, ProblemHttpResult>> ReadAsync(string @event, HttpContext http, EventStore events, ProgramRunners programs, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok((await programs.ReadAsync(live, ct)).View);
    }

    public static Task<Results<Ok<ProgramView>, ProblemHttpResult>> PreviewAsync(string @event, SceneRequest request, DirectProgram direct, CancellationToken ct) =>
        direct.DoAsync(@event, request, scene => new ProgramCommand.Preview(scene), ct);

    // By hand: the body is optional, and binding would ask for a content type.
    public static async Task<Results<Ok<ProgramView>, ProblemHttpResult>> TakeAsync(string @event, HttpRequest http, DirectProgram direct, CancellationToken ct)
    {
        if (!http.HasJsonContentType() || http.ContentLength == 0) return await direct.DoAsync(@event, new ProgramCommand.Take(null), ct);
        try
        {
            var request = await http.ReadFromJsonAsync<SceneRequest>(ct);
            return request is null or { Kind: null }
                ? await direct.DoAsync(@event, new ProgramCommand.Take(null), ct)
                : await direct.DoAsync(@event, request, scene => new ProgramCommand.Take(scene), ct);
        }
        catch (JsonException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Not JSON", "The body is {kind, speakers}, or empty, or {}, for what is in the preview.");
        }
    }

    public static Task<Results<Ok<ProgramView>, ProblemHttpResult>> AutomaticAsync(string @event, DirectProgram direct, CancellationToken ct) =>
        direct.DoAsync(@event, new ProgramCommand.Automatic(), ct);

    public static Task<Results<Ok<ProgramView>, ProblemHttpResult>> SlateAsync(string @event, DirectProgram direct, CancellationToken ct) =>
        direct.DoAsync(@event, new ProgramCommand.Kill(true), ct);

    public static Task<Results<Ok<ProgramView>, ProblemHttpResult>> ResumeAsync(string @event, DirectProgram direct, CancellationToken ct) =>
        direct.DoAsync(@event, new ProgramCommand.Kill(false), ct);

    public static async Task<Results<Ok<ProgramView>, ProblemHttpResult>> ShowCardAsync(
        string @event, CardRequest request, DirectProgram direct, EventStore events, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;

        return QuestionId.TryParse(request.Question, out var question)
            ? await direct.DoAsync(live, new ProgramCommand.ShowCard(question), ct)
            : Invalid("question", "The id of a question.");
    }

    public static Task<Results<Ok<ProgramView>, ProblemHttpResult>> ClearCardAsync(string @event, DirectProgram direct, CancellationToken ct) =>
        direct.DoAsync(@event, new ProgramCommand.ClearCard(), ct);

    private async Task<Results<Ok<ProgramView>, ProblemHttpResult>> DoAsync(string @event, SceneRequest request, Func<SceneSpec, ProgramCommand> command, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (request.Kind is null || !Kinds.TryGetValue(request.Kind, out var kind)) return Invalid("kind", $"One of {string.Join(", ", Kinds.Keys)}.");
        if (request.Speakers is { } named && named.Any(speaker => speaker is null)) return Invalid("speakers", "Ids of speakers on the stage.");

        return await DoAsync(live, command(new(kind, request.Speakers ?? [])), ct);
    }

    private async Task<Results<Ok<ProgramView>, ProblemHttpResult>> DoAsync(string @event, ProgramCommand command, CancellationToken ct) =>
        await events.FindAsync(@event, ct) is { } live ? await DoAsync(live, command, ct) : Problems.NoSuchEvent;

    private async Task<Results<Ok<ProgramView>, ProblemHttpResult>> DoAsync(LiveEvent live, ProgramCommand command, CancellationToken ct)
    {
        var program = await programs.FindOrOpenAsync(live, ct);
        var refusal = program is null ? ProgramRefusal.Off : await program.ApplyAsync(command, ct);
        return refusal is ProgramRefusal.None && program is not null ? TypedResults.Ok(program.Committed.View) : Refuse(refusal, live);
    }

    private ProblemHttpResult Refuse(ProgramRefusal refusal, LiveEvent live) => refusal switch
    {
        ProgramRefusal.NoPreview => Conflict("Nothing is in the preview: name a scene, or preview one first.", "no-preview", live),
        ProgramRefusal.NotLive => Conflict("This question isn't the one being answered now.", "not-live", live),
        ProgramRefusal.WrongCount => Unfit("The scene has more or fewer places than people named, or somebody is named twice.", "wrong-count"),
        ProgramRefusal.NotOnAir => Unfit("Somebody named isn't on air.", "not-on-air"),
        ProgramRefusal.NotSharing => Unfit("The presenter shares no screen.", "not-sharing"),
        _ => Conflict(support.OffBecause ?? "The program is made while the event is live.", "program-off", live),
    };

    private static ProblemHttpResult Conflict(string detail, string reason, LiveEvent live) =>
        Problems.Of(StatusCodes.Status409Conflict, "Not now", detail, ("state", live.State), ("reason", reason));

    private static ProblemHttpResult Unfit(string detail, string reason) => Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not this scene", detail, ("reason", reason));

    private static ProblemHttpResult Invalid(string field, string what) => Problems.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });
}
