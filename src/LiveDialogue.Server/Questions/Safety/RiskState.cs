namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Where a question stands in the risk lane. Its lower-case name goes over the wire and into the database.</summary>
internal enum RiskState
{
    /// <summary>Nobody trained for it has looked yet.</summary>
    Waiting,

    /// <summary>A person has seen to it; it stays off every other board.</summary>
    Seen,

    /// <summary>No danger after all: the other moderators have it.</summary>
    Cleared,
}

internal static class RiskStates
{
    public static string Wire(this RiskState state) => state switch
    {
        RiskState.Waiting => "waiting",
        RiskState.Seen => "seen",
        _ => "cleared",
    };

    /// <param name="wire">As <see cref="Wire"/> wrote it; null for a question that never was in the lane.</param>
    public static RiskState? Parse(string? wire) => wire is null ? null : Enum.Parse<RiskState>(wire, ignoreCase: true);
}
