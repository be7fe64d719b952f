namespace LiveDialogue.Sfu.Congestion;

/// <summary>One layer that could be sent now.</summary>
/// <param name="Index">In the source's layers.</param>
/// <param name="BitsPerSecond">What it takes on the path.</param>
internal readonly record struct LayerOption(int Index, long BitsPerSecond);
