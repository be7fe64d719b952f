namespace LiveDialogue.Server.Pages.Clocks;

/// <summary>Where somebody reads: the zone, and what they call their place.</summary>
/// <param name="Name">Null when they named only a zone: then an event's office there, or the zone's city, names it.</param>
public sealed record ReaderPlace(string Zone, string? Name);
