namespace LiveDialogue.Sfu.Stages;

/// <summary>How one session's path fares, a viewer's or a publisher's, as of about a second ago.</summary>
/// <param name="BitsPerSecond">A viewer's: the estimate; null where nothing speaks against any rate.</param>
/// <param name="SentBitsPerSecond">What it is sent; 0 for a publisher.</param>
/// <param name="RoundTrip">To the other end and back; zero while unknown.</param>
/// <param name="FractionLost">On the way down to a viewer, 0..1.</param>
/// <param name="Slots">Of a viewer's pictures, in the order of the m-lines.</param>
public sealed record PathReading(long? BitsPerSecond, long SentBitsPerSecond, TimeSpan RoundTrip, double FractionLost, IReadOnlyList<SlotReading> Slots)
{
    /// <summary>What comes up from a publisher; null for a viewer.</summary>
    public UplinkReading? Uplink { get; init; }

    public PathKind Kind { get; init; }

    public bool IsIPv6 { get; init; }

    /// <summary>What last went wrong with a session that lives; null: nothing has. What ends a session is told as a <see cref="SessionEnd"/>.</summary>
    public PathTrouble? LastTrouble { get; init; }
}

/// <param name="Mid">Of the viewer's m-line.</param>
/// <param name="Layer">The rid that is sent, or its place among the publisher's layers where they have no names; null: none.</param>
/// <param name="Why">Why it isn't a better one.</param>
public sealed record SlotReading(string Mid, string? Layer, LayerReason Why);

/// <summary>Why a slot has the layer it has.</summary>
public enum LayerReason
{
    /// <summary>Nobody fills the slot.</summary>
    Empty,

    /// <summary>The publisher sends no better one.</summary>
    Best,

    /// <summary>A better one doesn't fit the path.</summary>
    Path,

    /// <summary>It would fit, and must wait: for the calm after trouble, for a probe, or because it was switched too often.</summary>
    Calm,

    /// <summary>The layer was chosen; its keyframe hasn't come.</summary>
    Keyframe,
}
