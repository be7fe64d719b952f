namespace LiveDialogue.Simulator.Demo;

/// <summary>One synthetic field office, as the server describes it.</summary>
/// <param name="Whip">Where it publishes, with <paramref name="Token"/>.</param>
/// <param name="UtcOffsetMinutes">Of the office's clock, now: the server knows the zones.</param>
/// <param name="Language">BCP 47, for the voice.</param>
internal sealed record DemoOffice(
    string Server, string Whip, string Token, string Name, string Zone, int UtcOffsetMinutes, string Language, IReadOnlyList<string> Sentences);
