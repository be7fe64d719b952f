namespace LiveDialogue.Server.Events.Calendar;

/// <summary>What a calendar that is subscribed to says of itself (RFC 7986 §5).</summary>
/// <param name="Name">As the reader's list of calendars shows it.</param>
/// <param name="Source">Where it is read again; null where the address is a secret, which a file that is passed on must not carry.</param>
internal sealed record CalendarFeed(string Name, Uri? Source);
