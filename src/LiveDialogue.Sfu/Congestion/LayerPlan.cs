namespace LiveDialogue.Sfu.Congestion;

/// <summary>What a choice of layers comes to, for one viewer.</summary>
/// <param name="BitsPerSecond">Of the layers chosen, and sound.</param>
/// <param name="NextRaise">What the cheapest step up would take on top; <see cref="long.MaxValue"/> when all have their highest.</param>
/// <param name="Highest">Of every slot's highest layer, and sound.</param>
/// <param name="IsHeld">There is a step up that the path would carry, and that waits for calm, or for the switches of the last minute: nothing is tried yet.</param>
internal readonly record struct LayerPlan(long BitsPerSecond, long NextRaise, long Highest, bool IsHeld = false);
