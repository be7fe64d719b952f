namespace LiveDialogue.Server.Events;

/// <summary>What a change means to calendars: a new revision, a new moment of the last change, or nothing (going live). Pure.</summary>
internal static class CalendarRevision
{
    public static LiveEvent First(LiveEvent planned) =>
        planned with { Revision = 0, RevisedAt = planned.CreatedAt, PublishedAt = planned.State is EventState.Draft ? null : planned.CreatedAt };

    /// <param name="after">With the moment of its change in <see cref="LiveEvent.UpdatedAt"/>.</param>
    public static LiveEvent Next(LiveEvent before, LiveEvent after) => after with
    {
        Revision = before.Revision + (IsSignificant(before, after) ? 1 : 0),
        RevisedAt = IsSeen(before, after) ? after.UpdatedAt : before.RevisedAt,
        PublishedAt = before.PublishedAt ?? (after.State is EventState.Published or EventState.Live ? after.UpdatedAt : null),
    };

    /// <summary>RFC 5546 §2.1.4 leaves the title to the organizer; ours counts, since people look for it.</summary>
    public static bool IsSignificant(LiveEvent before, LiveEvent after) =>
        IsOtherTime(before, after) || before.Title != after.Title || (after.State is EventState.Cancelled && before.State is not EventState.Cancelled);

    // The zone rules' version may become another with nothing else.
    private static bool IsOtherTime(LiveEvent before, LiveEvent after) =>
        before.Start.Meant != after.Start.Meant || before.Start.At != after.Start.At || before.Duration != after.Duration;

    private static bool IsSeen(LiveEvent before, LiveEvent after) =>
        IsSignificant(before, after) || before.Description != after.Description || before.Languages[0] != after.Languages[0];
}
