namespace LiveDialogue.Simulator.Demo;

/// <summary>Where the demo's public asks, and with whose token it is answered.</summary>
/// <param name="Questions">The event's questions, as an address.</param>
internal sealed record DemoDialogue(string Questions, string Moderator);
