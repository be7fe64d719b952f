namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Somebody who organises or attends (RFC 5545 §3.8.4.1, §3.8.4.3).</summary>
/// <param name="Email">A bare address.</param>
internal sealed record CalendarParty(string Name, string Email);
