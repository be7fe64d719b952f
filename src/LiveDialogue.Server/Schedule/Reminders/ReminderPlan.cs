using LiveDialogue.Server.Events;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <param name="Kind">Also the wording's key: <c>day</c>, <c>hour</c>.</param>
public sealed record PlannedReminder(string Kind, Instant Due);

/// <summary>When the people of an event are reminded of it. Pure.</summary>
public static class ReminderPlan
{
    private static readonly (string Kind, Duration Before)[] All = [("day", Duration.FromHours(24)), ("hour", Duration.FromHours(1))];

    /// <returns>What is still to come; nothing for drafts and for what is live, over or off.</returns>
    public static IReadOnlyList<PlannedReminder> For(LiveEvent e, Instant now) => e.State is not EventState.Published
        ? []
        : [.. All.Select(r => new PlannedReminder(r.Kind, e.Start.At - r.Before)).Where(r => r.Due > now)];
}
