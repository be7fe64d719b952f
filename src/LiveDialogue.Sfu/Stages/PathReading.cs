namespace LiveDialogue.Sfu.Stages;

/// <summary>How one viewer's path fares, as of about a second ago.</summary>
/// <param name="BitsPerSecond">The estimate; null where nothing speaks against any rate.</param>
/// <param name="SentBitsPerSecond">What it is sent.</param>
/// <param name="RoundTrip">To the viewer and back; zero while unknown.</param>
/// <param name="FractionLost">On the way down, 0..1.</param>
/// <param name="Slots">Of its pictures, in the order of the m-lines.</param>
public sealed record PathReading(long? BitsPerSecond, long SentBitsPerSecond, TimeSpan RoundTrip, double FractionLost, IReadOnlyList<SlotReading> Slots);

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
