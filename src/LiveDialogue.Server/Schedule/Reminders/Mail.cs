using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>A mail that is to be sent, as it lies in the database. Its words are made when it is sent.</summary>
internal sealed record Mail
{
    /// <summary>A reminder's kinds are those of its plan; this one tells that somebody's local time changed.</summary>
    public const string TimesChanged = "times-changed";

    /// <summary>The first word of an event, and the same sent again.</summary>
    public const string Invited = "invited";

    /// <summary>The event has another time or title.</summary>
    public const string Updated = "updated";

    /// <summary>The event is off.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>This person is expected no more.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>A mailbox that can't be reached for so long isn't tried again (RFC 5321 §4.5.4.1).</summary>
    private static readonly Duration Patience = Duration.FromDays(5);

    public string Id { get; init; } = "";
    public EventId Event { get; init; }
    public InviteId Invite { get; init; }
    public string Kind { get; init; } = "";

    /// <summary>The start it speaks of, in seconds of Unix; of an invitation which one; else the event's revision.</summary>
    public long About { get; init; }

    /// <summary>The person's local time as it was told before.</summary>
    public string? Was { get; init; }

    public Instant CreatedAt { get; init; }
    public int Attempts { get; init; }

    public bool IsReminder => Kind is ReminderPlan.Day or ReminderPlan.Hour;

    /// <summary>It takes an event out of the person's calendar.</summary>
    public bool IsCancel => Kind is Cancelled or Withdrawn;

    /// <summary>Whether it is still to be told, as the event and the invite are now.</summary>
    /// <param name="told">What the person has been told by mail so far.</param>
    public bool IsTrue(LiveEvent e, Invite invite, Told told, Instant now) => Kind switch
    {
        _ when invite.Email is null => false,
        Cancelled => invite.RevokedAt is null && e.State is EventState.Cancelled && !told.Nothing,
        Withdrawn => invite.RevokedAt is not null && e.State is not EventState.Ended && !told.Nothing && !told.ByAnotherInvite,
        Invited => invite.RevokedAt is null && e.IsOpen && e.End > now,
        Updated => invite.RevokedAt is null && e.State is EventState.Published && e.Start.At > now && !told.Nothing && !(told.Revision >= e.Revision),
        // Of a start that moved there are new ones; and who was away when the day before began needs no two at once.
        ReminderPlan.Day or ReminderPlan.Hour => invite.RevokedAt is null && e.State is EventState.Published && e.Start.At.ToUnixTimeSeconds() == About
            && !(Kind == ReminderPlan.Day && ReminderPlan.DueOf(ReminderPlan.Hour, e.Start.At) <= now && now < e.Start.At),
        _ => invite.RevokedAt is null && e.State is EventState.Published,
    };

    /// <summary>When it is of no more use.</summary>
    public Instant Deadline(LiveEvent e) => Instant.Min(CreatedAt + Patience, Kind is Invited or Cancelled or Withdrawn ? e.End : e.Start.At);
}

/// <summary>What one person has been told by mail of one event.</summary>
/// <param name="Revision">The event's, as it was told last; null for none.</param>
/// <param name="Nothing">An invitation was written and never got out: there is nothing to correct.</param>
/// <param name="ByAnotherInvite">The same address is still expected by another invite.</param>
internal sealed record Told(long? Revision, bool Nothing, bool ByAnotherInvite);
