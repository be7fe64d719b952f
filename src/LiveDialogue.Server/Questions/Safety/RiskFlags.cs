namespace LiveDialogue.Server.Questions.Safety;

/// <summary>The flags that bring a question into the risk lane. Only its moderators read them.</summary>
internal static class RiskFlags
{
    public const string Prefix = "risk:";
    public const string SelfHarm = "risk:self-harm";
    public const string Violence = "risk:violence";
    public const string Abuse = "risk:abuse";
    public const string Child = "risk:child";

    /// <summary>A moderator sent it there.</summary>
    public const string ByHand = "risk:by-hand";

    public static bool IsRisk(string flag) => flag.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What the other moderators may read of a question's flags.</summary>
    public static IReadOnlyList<string>? Others(IReadOnlyList<string> flags) => !flags.Any(IsRisk) ? OrNull(flags) : OrNull([.. flags.Where(flag => !IsRisk(flag))]);

    public static IReadOnlyList<string>? OrNull(IReadOnlyList<string> flags) => flags.Count == 0 ? null : flags;
}
