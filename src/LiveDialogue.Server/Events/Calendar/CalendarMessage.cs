namespace LiveDialogue.Server.Events.Calendar;

/// <summary>What a calendar file is for (RFC 5546 §3.2).</summary>
internal abstract record CalendarMessage
{
    private CalendarMessage() { }

    /// <summary>To whoever reads it: nobody is named in it.</summary>
    public sealed record Publish : CalendarMessage;

    /// <summary>To one person who is expected; the same UID with a higher SEQUENCE replaces what they have.</summary>
    public sealed record Request(CalendarParty Organizer, CalendarParty Attendee) : CalendarMessage;

    /// <summary>To one person who was expected and no longer is, or whose event is off.</summary>
    public sealed record Cancel(CalendarParty Organizer, CalendarParty Attendee) : CalendarMessage;
}
