namespace LiveDialogue.Server.Schedule.Places;

/// <summary>A city that no zone is named after.</summary>
internal sealed record MoreCity(string Zone, string Country, Names Names);
