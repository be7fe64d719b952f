namespace LiveDialogue.Server.Pages.Audience;

/// <summary>A question that could not be taken, back in its form.</summary>
/// <param name="Problem">A message key.</param>
public sealed record AskDraft(string Id, string Text, string? Name, string? Country, string? Addressee, string Problem);
