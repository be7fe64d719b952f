namespace LiveDialogue.Sfu.Stages;

/// <summary>Something that went wrong with a path and didn't end its session.</summary>
/// <param name="Ago">Since it was over; zero while it lasts.</param>
/// <param name="Lasted">Zero for what has no length.</param>
public sealed record PathTrouble(PathTroubleKind Kind, TimeSpan Ago, TimeSpan Lasted);
