using System.Text.Json;
using System.Text.Json.Serialization;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Desk;

/// <param name="Number">In the event's moderation log: POST …/moderation/{number}/undo.</param>
/// <param name="Until">RFC 3339, UTC; later it is 410.</param>
public sealed record UndoView(long Number, string Until);

/// <summary>One question's part of a decision.</summary>
internal sealed record UndoItem(string Question, Decision Before, Decision After)
{
    public static UndoItem Of(Question before, Question after) => new(after.Id.Value, Decision.Of(before), Decision.Of(after));

    /// <summary>Of a decision about somebody's safety.</summary>
    public static UndoItem OfCare(Question before, Question after) => new(before.Id.Value, Decision.Of(before, care: true), Decision.Of(after, care: true));

    /// <summary>Into the risk lane, within it or out of it.</summary>
    [JsonIgnore]
    public bool MovesRisk => Before.Care?.Risk != After.Care?.Risk;

    /// <summary>The asker was blocked, or let in again.</summary>
    [JsonIgnore]
    public bool MovesBlock => Before.Care?.Blocked != After.Care?.Blocked;
}

/// <param name="Until">Void afterwards; also once it was undone.</param>
/// <param name="Main">The question that was decided on: where it has gone on, nothing of the decision is undone. Null for several alike.</param>
internal sealed record Undoable(Instant Until, QuestionId? Main, IReadOnlyList<UndoItem> Items);

/// <summary>What may still be undone. All of it inside somebody's transaction.</summary>
internal sealed class Undos(IClock clock)
{
    public static readonly Duration Window = Duration.FromSeconds(30);

    /// <param name="number">Of the decision's entry in the moderation log; of its last where it has several.</param>
    /// <param name="main">Null for several alike.</param>
    public async Task<UndoView> KeepAsync(DbWriter tx, EventId eventId, long number, QuestionId? main, IReadOnlyList<UndoItem> items)
    {
        var now = clock.GetCurrentInstant();
        var until = now + Window;
        await tx.ExecuteAsync("DELETE FROM question_undos WHERE event = @eventId AND until <= @now", new { eventId, now });
        await tx.ExecuteAsync(
            "INSERT INTO question_undos (event, number, until, main, items) VALUES (@eventId, @number, @until, @main, @json)",
            new { eventId, number, until, main, json = JsonSerializer.Serialize(items, Json.Options) });
        return new(number, InstantPattern.ExtendedIso.Format(until));
    }

    /// <returns>Null when there was never a decision of this number; void when it is too old or undone.</returns>
    public static async Task<Undoable?> FindAsync(DbReader reader, EventId eventId, long number)
    {
        var row = await reader.FirstAsync<Row>("SELECT until, main, items FROM question_undos WHERE event = @eventId AND number = @number", new { eventId, number });
        if (row is not null) return new(row.Until, row.Main, JsonSerializer.Deserialize<UndoItem[]>(row.Items, Json.Options) ?? []);
        return number >= 1 && number <= await LastAsync(reader, eventId) ? new(Instant.MinValue, null, []) : null;
    }

    /// <summary>It was undone: once is enough.</summary>
    public Task ForgetAsync(DbWriter tx, EventId eventId, long number) => tx.ExecuteAsync(
        "UPDATE question_undos SET until = @now WHERE event = @eventId AND number = @number", new { eventId, number, now = clock.GetCurrentInstant() });

    private static Task<long> LastAsync(DbReader reader, EventId eventId) =>
        reader.FirstAsync<long>("SELECT coalesce(max(number), 0) FROM moderation_log WHERE event = @eventId", new { eventId });

    private sealed class Row
    {
        public Instant Until { get; init; }
        public QuestionId? Main { get; init; }
        public string Items { get; init; } = "";
    }
}
