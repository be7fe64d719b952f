using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>Keeps an event's reminders as its plan says, in the event's own transaction.</summary>
internal sealed class ReminderRows(IClock clock) : IEventCompanion
{
    public async Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind)
    {
        var moved = before is not null && before.Start.At != after.Start.At;
        // A start that moved is reminded of again; otherwise what was done stays done.
        if (before is not null) await tx.ExecuteAsync($"DELETE FROM reminders WHERE event = @Id{(moved ? "" : " AND done_at IS NULL")}", new { after.Id });
        foreach (var reminder in ReminderPlan.For(after, clock.GetCurrentInstant()))
            await tx.ExecuteAsync("INSERT OR IGNORE INTO reminders (event, kind, due) VALUES (@Id, @Kind, @Due)", new { after.Id, reminder.Kind, reminder.Due });
    }
}
