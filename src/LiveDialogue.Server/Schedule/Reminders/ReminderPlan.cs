using LiveDialogue.Server.Events;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <param name="Kind">Also the wording's key: <c>day</c>, <c>hour</c>.</param>
public sealed record PlannedReminder(string Kind, Instant Due);

/// <summary>When the people of an event are reminded of it. Pure.</summary>
public static class ReminderPlan
{
    public const string Day = "day", Hour = "hour";

    private static readonly (string Kind, Duration Before, Duration Tolerance)[] All = [(Day, Duration.FromHours(24), Duration.FromMinutes(30)), (Hour, Duration.FromHours(1), Duration.FromMinutes(5))];

    /// <returns>What is still to come; nothing for drafts and for what is live, over or off.</returns>
    public static IReadOnlyList<PlannedReminder> For(LiveEvent e, Instant now) => e.State is not EventState.Published
        ? []
        : [.. All.Select(r => new PlannedReminder(r.Kind, e.Start.At - r.Before)).Where(r => r.Due > now)];

    public static Instant DueOf(string kind, Instant start) => start - All.Single(r => r.Kind == kind).Before;

    /// <summary>Whether its words, "in one hour", are still true: a server that was away, or couldn't send, is late.</summary>
    public static bool IsPunctual(string kind, Instant start, Instant now) => now <= DueOf(kind, start) + All.Single(r => r.Kind == kind).Tolerance;
}
