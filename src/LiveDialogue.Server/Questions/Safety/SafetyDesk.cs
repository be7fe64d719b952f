using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>The commands that keep people safe: into the risk lane and out of it, and blocking a device; each can be undone. README.md holds the rules.</summary>
internal sealed class SafetyDesk(EventStore events, QuestionStore store, ModerationLog log, Undos undos, Db db, IClock clock)
{
    /// <summary>By any moderator: off all other boards at once, the program included.</summary>
    public static async Task<IResult> ToRiskAsync(string @event, string id, HttpContext http, SafetyDesk desk, CancellationToken ct)
    {
        if (await desk.FindAsync(@event, id, ct) is not var (live, question)) return TypedResults.NotFound();
        var outcome = await desk.ChangeAsync(live.Id, question, q => q.ToRisk(), Deed.By(http.Caller(), "to-risk"), ct);
        return Answer(outcome, q => http.Caller().SafeguardsAt(live.Id) ? QuestionView.ForSafeguards(q) : QuestionView.Gone(q));
    }

    /// <summary>No danger after all: the other moderators get it, held.</summary>
    public static Task<IResult> ClearRiskAsync(string @event, string id, HttpContext http, SafetyDesk desk, CancellationToken ct) =>
        desk.InLaneAsync(@event, id, q => q.ClearRisk(), "clear-risk", http.Caller(), ct);

    /// <summary>A person has seen to it: its asker is told so, and it stays in the lane.</summary>
    public static Task<IResult> SeeToAsync(string @event, string id, HttpContext http, SafetyDesk desk, CancellationToken ct) =>
        desk.InLaneAsync(@event, id, q => q.SeeTo(), "see-to", http.Caller(), ct);

    /// <summary>Whoever asked this asks no more at this event; what of theirs nobody approved is rejected as unsafe.</summary>
    public static Task<IResult> BlockAsync(string @event, string id, HttpContext http, SafetyDesk desk, CancellationToken ct) => desk.SetBlockAsync(@event, id, blocked: true, http.Caller(), ct);

    public static Task<IResult> UnblockAsync(string @event, string id, HttpContext http, SafetyDesk desk, CancellationToken ct) => desk.SetBlockAsync(@event, id, blocked: false, http.Caller(), ct);

    private async Task<(LiveEvent Event, QuestionId Question)?> FindAsync(string idOrSlug, string id, CancellationToken ct) =>
        QuestionId.TryParse(id, out var parsed) && await events.FindAsync(idOrSlug, ct) is { } live ? (live, parsed) : null;

    private async Task<IResult> InLaneAsync(string idOrSlug, string id, Func<Question, Question?> transition, string action, Caller caller, CancellationToken ct)
    {
        if (await FindAsync(idOrSlug, id, ct) is not var (live, question)) return TypedResults.NotFound();
        if (!caller.SafeguardsAt(live.Id)) return TypedResults.Forbid();
        return Answer(await ChangeAsync(live.Id, question, transition, Deed.By(caller, action), ct), q => q.IsAtRisk ? QuestionView.ForSafeguards(q) : QuestionView.ForModerators(q));
    }

    private async Task<IResult> SetBlockAsync(string idOrSlug, string id, bool blocked, Caller caller, CancellationToken ct)
    {
        if (await FindAsync(idOrSlug, id, ct) is not var (live, questionId)) return TypedResults.NotFound();

        var (found, undo, refused) = await db.TransactionAsync<(Question? Found, UndoView? Undo, bool Refused)>(
            async tx =>
            {
                var asked = await QuestionStore.FindAsync(tx, live.Id, questionId);
                if (asked is null || (asked.IsAtRisk && !caller.SafeguardsAt(live.Id))) return (null, null, false);
                if (asked.Device.Length == 0) return (asked, null, true);            // a script's: there is no device to know again
                var changed = blocked ? await BlockedDevices.AddAsync(tx, live.Id, asked.Device, clock.GetCurrentInstant()) : await BlockedDevices.RemoveAsync(tx, live.Id, asked.Device);
                if (!changed) return (asked, null, false);

                var back = await SaveAllAsync(tx, live.Id, asked, blocked, caller);
                return (await QuestionStore.FindAsync(tx, live.Id, questionId), back, false);
            },
            ct);
        return found is null ? TypedResults.NotFound()
            : refused ? QuestionProblem.Conflict("The question came without a device.", ("reason", "no-device"))
            : TypedResults.Ok((found.IsAtRisk ? QuestionView.ForSafeguards(found) : QuestionView.ForModerators(found)) with { Undo = undo });
    }

    private async Task<UndoView> SaveAllAsync(DbWriter tx, EventId eventId, Question asked, bool blocked, Caller caller)
    {
        var deed = Deed.By(caller, blocked ? "block" : "unblock") with { Detail = JsonSerializer.Serialize(new { by = asked.Id.Value }) };
        var (items, number) = (new List<UndoItem>(), 0L);
        foreach (var question in await BlockedDevices.QuestionsAsync(tx, eventId, asked.Device))
        {
            var marked = question.WithBlock(blocked);
            var rejected = blocked && question is { IsAtRisk: false, State: QuestionState.Received or QuestionState.Held } ? marked.Reject(RejectReason.Unsafe) : null;
            // A decision is an entry of its own; the mark alone is part of the block.
            var decided = rejected is not null || question.Id == asked.Id;
            if (await store.SaveAsync(tx, question, rejected ?? marked, decided ? deed : null) is { } entry) number = entry.Number;
            if (decided) items.Insert(question.Id == asked.Id ? 0 : items.Count, UndoItem.OfCare(question, rejected ?? marked));
        }
        if (number == 0) number = (await log.AppendAsync(tx, eventId, deed, asked.Id, null, null)).Number;
        return await undos.KeepAsync(tx, eventId, number, asked.Id, items);
    }

    private Task<(ChangeOutcome Outcome, UndoView? Undo)> ChangeAsync(EventId eventId, QuestionId id, Func<Question, Question?> transition, Deed deed, CancellationToken ct) =>
        db.TransactionAsync<(ChangeOutcome, UndoView?)>(
            async tx =>
            {
                if (await QuestionStore.FindAsync(tx, eventId, id) is not { } before) return (new ChangeOutcome.NotFound(), null);
                if (transition(before) is not { } after) return (new ChangeOutcome.Refused(before), null);

                var entry = await store.SaveAsync(tx, before, after, deed);
                return (new ChangeOutcome.Done(after, entry), entry is null ? null : await undos.KeepAsync(tx, eventId, entry.Number, id, [UndoItem.OfCare(before, after)]));
            },
            ct);

    private static IResult Answer((ChangeOutcome Outcome, UndoView? Undo) change, Func<Question, QuestionView> view) => change.Outcome switch
    {
        ChangeOutcome.Done done => TypedResults.Ok(view(done.Question) with { Undo = change.Undo }),
        ChangeOutcome.Refused refused => QuestionProblem.WrongState(refused.Current),
        _ => TypedResults.NotFound(),
    };
}
