using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>Keeps an event's reminders as its plan says, in the event's own transaction.</summary>
internal sealed class ReminderRows(IClock clock) : IEventCompanion
{
    public async Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind)
    {
        var now = clock.GetCurrentInstant();
        if (before is not null) await tx.ExecuteAsync($"DELETE FROM reminders WHERE event = @Id{Which(before, after)}", new { after.Id, now });
        foreach (var reminder in ReminderPlan.For(after, now))
            await tx.ExecuteAsync("INSERT OR IGNORE INTO reminders (event, kind, due) VALUES (@Id, @Kind, @Due)", new { after.Id, reminder.Kind, reminder.Due });
    }

    // A start that moved is reminded of again; otherwise what was done stays done, and what is due but not yet written stays due.
    private static string Which(LiveEvent before, LiveEvent after)
    {
        if (before.Start.At != after.Start.At) return "";
        return after.State is EventState.Published ? " AND done_at IS NULL AND due > @now" : " AND done_at IS NULL";
    }
}
