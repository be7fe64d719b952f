using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Body of PUT <c>…/help</c>, and its answer.</summary>
/// <param name="Text">Instead of our words; null: ours, in the asker's language.</param>
/// <param name="Lines">Instead of our list by country, up to ten; empty: ours. Each has a name and a phone or a url.</param>
public sealed record EventHelpRequest(string? Text, IReadOnlyList<HelpLineView>? Lines);

/// <summary>What somebody in danger is told at an event: the host's words and lines, or ours.</summary>
internal sealed class EventHelp(Db db)
{
    private const int MaxText = 1000;
    private const int MaxLines = 10;
    private const int MaxField = 200;

    public async Task<HelpView> ForAsync(Question question, CancellationToken ct)
    {
        var own = await ReadAsync(question.Event, ct);
        return new(own.Text ?? Wording.For(question.Language)["help.text"], own.Lines is { Count: > 0 } lines ? lines : HelpLines.For(question.Country));
    }

    public async Task<EventHelpRequest> ReadAsync(EventId eventId, CancellationToken ct)
    {
        var row = await db.FirstAsync<Row>("SELECT text, lines FROM event_help WHERE event = @eventId", new { eventId }, ct);
        return row is null ? new(null, []) : new(row.Text, JsonSerializer.Deserialize<HelpLineView[]>(row.Lines, Json.Options) ?? []);
    }

    public Task WriteAsync(EventId eventId, EventHelpRequest help, CancellationToken ct) => db.TransactionAsync(
        tx => tx.ExecuteAsync(
            "INSERT INTO event_help (event, text, lines) VALUES (@eventId, @Text, @lines) ON CONFLICT (event) DO UPDATE SET text = excluded.text, lines = excluded.lines",
            new { eventId, help.Text, lines = JsonSerializer.Serialize(help.Lines ?? [], Json.Options) }),
        ct);

    /// <returns>By field what is wrong; the request made clean.</returns>
    public static (EventHelpRequest Clean, Dictionary<string, string[]> Errors) Check(EventHelpRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var text = string.IsNullOrWhiteSpace(request.Text) ? null : EventDraft.Text("text", request.Text, 1, MaxText, errors);
        var lines = new List<HelpLineView>();
        if (request.Lines?.Count > MaxLines) errors["lines"] = [$"At most {MaxLines}."];
        foreach (var (line, i) in (request.Lines ?? []).Take(MaxLines).Select((line, i) => (line, i)))
        {
            var (field, phone, url) = ($"lines[{i}]", Or(line?.Phone), Or(line?.Url));
            var name = EventDraft.Text($"{field}.name", line?.Name ?? "", 1, MaxField, errors);
            if (phone is null && url is null) errors[field] = ["A phone or a url."];
            if (phone?.Length > MaxField || url?.Length > MaxField) errors[field] = [$"At most {MaxField} characters."];
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")) errors[$"{field}.url"] = ["An address on the web: https://example.org."];
            lines.Add(new(name, phone, url));
        }
        return (new(text, lines), errors);

        static string? Or(string? value) => string.IsNullOrWhiteSpace(value) ? null : string.Concat(value.Trim().Where(c => !char.IsControl(c)));
    }

    private sealed class Row
    {
        public string? Text { get; init; }
        public string Lines { get; init; } = "[]";
    }
}

/// <summary><c>/api/v1/events/{event}/help</c>, for hosts.</summary>
internal static class EventHelpEndpoints
{
    public static void MapEventHelp(this IEndpointRouteBuilder routes)
    {
        var help = routes.MapGroup("/api/v1/events/{event}/help").WithTags("Questions").RequireAuthorization(Policies.Host);
        help.MapGet("/", async (string @event, EventStore events, EventHelp store, CancellationToken ct) =>
            await events.FindAsync(@event, ct) is { } live ? TypedResults.Ok(await store.ReadAsync(live.Id, ct)) : (IResult)Problems.NoSuchEvent);
        help.MapPut("/", async (string @event, EventHelpRequest request, EventStore events, EventHelp store, CancellationToken ct) =>
        {
            if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
            var (clean, errors) = EventHelp.Check(request);
            if (errors.Count > 0) return (IResult)Problems.Invalid(errors);
            await store.WriteAsync(live.Id, clean, ct);
            return TypedResults.Ok(clean);
        });
    }
}
