using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>A mail that is to be sent, as it lies in the database.</summary>
internal sealed record Mail
{
    /// <summary>A reminder's kinds are those of its plan; this one tells that somebody's local time changed.</summary>
    public const string TimesChanged = "times-changed";

    public string Id { get; init; } = "";
    public EventId Event { get; init; }
    public InviteId Invite { get; init; }
    public string Kind { get; init; } = "";

    /// <summary>The person's local time as it was told before.</summary>
    public string? Was { get; init; }

    public int Attempts { get; init; }
}
