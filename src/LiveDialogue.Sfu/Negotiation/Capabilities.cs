namespace LiveDialogue.Sfu.Negotiation;

/// <summary>What this SFU is willing to speak. One for the node.</summary>
internal sealed record Capabilities
{
    /// <summary>m-lines taken from one offer; a stage is 12 people with sound and picture, and a wall of them for moderators.</summary>
    public int MaxMedia { get; init; } = 64;

    /// <summary>Simulcast layers taken from one m-line: what browsers send is three.</summary>
    public int MaxLayers { get; init; } = 4;
}
