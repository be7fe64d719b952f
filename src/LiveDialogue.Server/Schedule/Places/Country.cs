namespace LiveDialogue.Server.Schedule.Places;

/// <summary>A country or territory.</summary>
/// <param name="Code">ISO 3166-1, two letters.</param>
/// <param name="Code3">Three letters; may be empty.</param>
/// <param name="People">Who live there, about: whose cities come first.</param>
internal sealed record Country(string Code, string Code3, long People, Names Names);
