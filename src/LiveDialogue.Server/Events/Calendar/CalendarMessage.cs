using NodaTime;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>What a calendar file is for (RFC 5546 §3.2).</summary>
internal abstract record CalendarMessage
{
    private CalendarMessage(CalendarParty organizer) => Organizer = organizer;

    public CalendarParty Organizer { get; }

    /// <summary>To whoever reads it: nobody but the organizer is named in it, whom §3.2.1 demands.</summary>
    public sealed record Publish(CalendarParty From) : CalendarMessage(From);

    /// <summary>To one person who is expected; the same UID with a higher SEQUENCE replaces what they have.</summary>
    /// <param name="At">When the message was written: of two with the same SEQUENCE the later one holds (§2.1.5).</param>
    public sealed record Request(CalendarParty From, CalendarParty Attendee, Instant At) : CalendarMessage(From);

    /// <summary>To one person whose event is off, or who is expected no more.</summary>
    public sealed record Cancel(CalendarParty From, CalendarParty Attendee, Instant At) : CalendarMessage(From);
}
