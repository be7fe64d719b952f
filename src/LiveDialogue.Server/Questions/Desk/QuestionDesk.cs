using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>
/// Moderators' commands. Each reads, compares with what its caller saw, decides and writes in one transaction: four at once on one card are
/// one decision and three refusals that say what changed. Thread-safe.
/// </summary>
internal sealed class QuestionDesk(Db db, QuestionStore store, Undos undos, IClock clock)
{
    private Instant Now => clock.GetCurrentInstant();

    /// <param name="transition">Null where the state doesn't allow it. Sees the newest state, inside the transaction.</param>
    /// <param name="action">For the moderation log; null for what decides nothing and isn't undone: claims, which end by themselves.</param>
    public Task<DeskOutcome> DecideAsync(EventId eventId, QuestionId id, Seen seen, string? action, Func<Question, Question?> transition, CancellationToken ct) =>
        db.TransactionAsync<DeskOutcome>(
            async tx =>
            {
                if (await QuestionStore.FindAsync(tx, eventId, id) is not { } before) return new DeskOutcome.NotFound();
                if (await RefusalAsync(tx, before, seen) is { } stale) return stale;
                if (transition(before) is not { } after) return await WrongStateAsync(tx, before);

                return await SavedAsync(tx, before, after, action is null ? null : seen.Deed(action), [UndoItem.Of(before, after)]);
            },
            ct);

    /// <summary>Makes a question the live one; the one that was live goes back in line, and returns when this is undone.</summary>
    public Task<DeskOutcome> TakeAsync(EventId eventId, QuestionId id, Seen seen, CancellationToken ct) => db.TransactionAsync<DeskOutcome>(
        async tx =>
        {
            if (await QuestionStore.FindAsync(tx, eventId, id) is not { } before) return new DeskOutcome.NotFound();
            if (await RefusalAsync(tx, before, seen) is { } stale) return stale;
            if (before.Take(Now, await OffsetAsync(tx, eventId)) is not { } after) return await WrongStateAsync(tx, before);

            var items = new List<UndoItem> { UndoItem.Of(before, after) };
            if (await LiveAsync(tx, eventId) is { } former && former.StepBack() is { } steppedBack)
            {
                await store.SaveAsync(tx, former, steppedBack, seen.Deed("step-back"));
                items.Add(UndoItem.Of(former, steppedBack));
            }
            return await SavedAsync(tx, before, after, seen.Deed("take"), items);
        },
        ct);

    public Task<DeskOutcome> MergeAsync(EventId eventId, QuestionId id, QuestionId into, Seen seen, CancellationToken ct) => db.TransactionAsync<DeskOutcome>(
        async tx =>
        {
            if (await QuestionStore.FindAsync(tx, eventId, id) is not { } before) return new DeskOutcome.NotFound();
            if (await QuestionStore.FindAsync(tx, eventId, into) is not { IsAtRisk: false } other) return new DeskOutcome.NotFound();
            if (await RefusalAsync(tx, before, seen) is { } stale) return stale;
            if (before.MergeInto(other) is not { } after) return await WrongStateAsync(tx, before);

            return await SavedAsync(tx, before, after, seen.Deed("merge"), [UndoItem.Of(before, after)]);
        },
        ct);

    /// <summary>The same transition for many, in one transaction: those whose state allows it are done, the others are told.</summary>
    /// <param name="into">The second question that the transition is given, for merging; null for the others.</param>
    /// <param name="preview">Says what it would come to and changes nothing.</param>
    /// <returns>Null when there is no question <paramref name="into"/>.</returns>
    public async Task<BulkView?> BulkAsync(
        EventId eventId, IReadOnlyList<QuestionId> ids, QuestionId? into, Func<Question, Question?, Question?> transition, Deed deed, bool preview, CancellationToken ct)
    {
        if (preview) return (await db.ReadAsync(reader => SortAsync(reader, eventId, ids, into, transition), ct))?.ToView(null);

        return await db.TransactionAsync(
            async tx =>
            {
                if (await SortAsync(tx, eventId, ids, into, transition) is not { } sorted) return null;
                var (changed, number) = (new List<UndoItem>(), 0L);
                foreach (var (before, after) in sorted.Done)
                {
                    if (await store.SaveAsync(tx, before, after, deed) is not { } entry) continue;
                    changed.Add(UndoItem.Of(before, after));
                    number = entry.Number;
                }
                return sorted.ToView(changed.Count == 0 ? null : await undos.KeepAsync(tx, eventId, number, null, changed));
            },
            ct);
    }

    /// <summary>Puts back what a decision changed, where nobody has decided anything since.</summary>
    /// <param name="safeguards">Sees the risk lane. Who doesn't undoes only what they sent there themselves, and hears nothing of what became of it.</param>
    public Task<UndoOutcome> UndoAsync(EventId eventId, long number, string actor, bool safeguards, CancellationToken ct) => db.TransactionAsync<UndoOutcome>(
        async tx =>
        {
            if (await Undos.FindAsync(tx, eventId, number) is not { } kept) return new UndoOutcome.NotFound();
            if (kept.Until <= Now) return new UndoOutcome.TooLate();
            var risky = kept.Items.Any(item => item.MovesRisk);
            if (risky && !safeguards && (await ModerationLog.FindAsync(tx, eventId, number))?.Actor != actor) return new UndoOutcome.NotFound();

            var deed = new Deed(actor, "undo") { Detail = string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{number}}}") };
            var done = new List<string>();
            var refused = new List<(Question Now, UndoItem Item)>();
            foreach (var item in kept.Items)                       // the decided question comes first: what was live can only return after it
            {
                var now = await QuestionStore.FindAsync(tx, eventId, new(item.Question));
                if (now is null || (now.IsAtRisk && !safeguards && !(risky && item.After.IsOf(now))))
                {
                    if (item.Question == kept.Main?.Value) return risky ? new UndoOutcome.TooLate() : new UndoOutcome.NotFound();          // nobody else's business by now
                    continue;
                }
                // sent to the risk lane since: no undo of something else puts it before an audience or a speaker
                if ((now.IsAtRisk && item.After.Care is null) || !item.After.IsOf(now) || await WouldBeSecondLiveAsync(tx, eventId, item) || await WouldStandForItselfAsync(tx, eventId, item))
                {
                    refused.Add((now, item));
                    if (now.Id == kept.Main) break;
                    continue;
                }
                await store.SaveAsync(tx, now, now.BackTo(item.Before), deed);
                done.Add(item.Question);
            }
            if (done.Count == 0 && refused.Count > 0) return new UndoOutcome.Changed(refused[0].Now, DifferenceOf(refused[0].Now, refused[0].Item.After), await LastDeed.OfAsync(tx, refused[0].Now));

            if (kept.Items is [{ MovesBlock: true, Before.Care: { } care }, ..]) await SetBlockAsync(tx, eventId, new(kept.Items[0].Question), care.Blocked);
            await undos.ForgetAsync(tx, eventId, number);
            return new UndoOutcome.Done(new(done, [.. refused.Select(one => new RefusedView(one.Now.Id.Value, one.Now.State.Wire()))]));
        },
        ct);

    // It may ask again, or no more; whatever else of it was decided meanwhile, the mark on its questions says so.
    private async Task SetBlockAsync(DbWriter tx, EventId eventId, QuestionId ofItsAsker, bool blocked)
    {
        if (await QuestionStore.FindAsync(tx, eventId, ofItsAsker) is not { } question) return;
        if (blocked) await BlockedDevices.AddAsync(tx, eventId, question.Device, Now);
        else await BlockedDevices.RemoveAsync(tx, eventId, question.Device);
        foreach (var other in await BlockedDevices.QuestionsAsync(tx, eventId, question.Device)) await store.SaveAsync(tx, other, other.WithBlock(blocked));
    }

    private async Task<DeskOutcome?> RefusalAsync(DbReader reader, Question now, Seen seen) =>
        await QuestionHistory.DifferenceAsync(reader, now, seen, Now) is { Count: > 0 } changed
            ? new DeskOutcome.Refused(now, changed, await LastDeed.OfAsync(reader, now))
            : null;

    private async Task<DeskOutcome> SavedAsync(DbWriter tx, Question before, Question after, Deed? deed, IReadOnlyList<UndoItem> items)
    {
        var entry = await store.SaveAsync(tx, before, after, deed);
        return new DeskOutcome.Done(after, entry is null ? null : await undos.KeepAsync(tx, after.Event, entry.Number, after.Id, items));
    }

    private static async Task<DeskOutcome.Refused> WrongStateAsync(DbReader reader, Question now) => new(now, ["state"], await LastDeed.OfAsync(reader, now));

    private static async Task<SortedBulk?> SortAsync(
        DbReader reader, EventId eventId, IReadOnlyList<QuestionId> ids, QuestionId? into, Func<Question, Question?, Question?> transition)
    {
        var other = into is { } stays ? await QuestionStore.FindAsync(reader, eventId, stays) : null;
        if (into is not null && other is not { IsAtRisk: false }) return null;

        var (done, refused) = (new List<(Question, Question)>(), new List<RefusedView>());
        foreach (var id in ids)
        {
            if (await QuestionStore.FindAsync(reader, eventId, id) is not { IsAtRisk: false } before) refused.Add(new(id.Value, RefusedView.Unknown));
            else if (transition(before, other) is { } after) done.Add((before, after));
            else refused.Add(new(id.Value, before.State.Wire()));
        }
        return new(done, refused);
    }

    private static async Task<bool> WouldBeSecondLiveAsync(DbReader reader, EventId eventId, UndoItem item) =>
        item.Before.State == QuestionState.Live.Wire() && await LiveAsync(reader, eventId) is not null;

    // A question that was merged into another and restored may have got that other merged into itself since: nobody would be asked in their stead.
    private static async Task<bool> WouldStandForItselfAsync(DbReader reader, EventId eventId, UndoItem item)
    {
        var into = item.Before.MergedInto;
        for (var steps = 0; into is not null && steps < QuestionStore.LongestMerge; steps++)
        {
            if (into == item.Question) return true;
            into = (await QuestionStore.FindAsync(reader, eventId, new(into)))?.MergedInto?.Value;
        }
        return false;
    }

    private static async Task<Question?> LiveAsync(DbReader reader, EventId eventId) =>
        (await reader.FirstAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId AND state = 'live'", new { eventId }))?.ToQuestion();

    // From the event's own board: the program begins when the event goes live.
    private async Task<int?> OffsetAsync(DbReader reader, EventId eventId)
    {
        var began = await reader.FirstAsync<string>(
            "SELECT at FROM changes WHERE event = @eventId AND board = @board AND json_extract(payload, '$.state') = 'live' ORDER BY version LIMIT 1",
            new { eventId, board = EventStore.Board });
        return SqlTypes.Parse(began) is { } at ? (int)Math.Max(0, (Now - at).TotalSeconds) : null;
    }

    private static IReadOnlyList<string> DifferenceOf(Question now, Decision then)
    {
        var changed = QuestionHistory.Difference(QuestionView.ForModerators(then.On(now)), now, holder: "", Instant.MaxValue);
        return changed.Count > 0 ? changed : ["state"];
    }

    private sealed record SortedBulk(IReadOnlyList<(Question Before, Question After)> Done, IReadOnlyList<RefusedView> Refused)
    {
        public BulkView ToView(UndoView? undo) => new([.. Done.Select(pair => pair.After.Id.Value)], Refused, undo);
    }
}
