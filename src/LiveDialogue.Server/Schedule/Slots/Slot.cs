namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Starts one after another that suit each office equally, told as one.</summary>
/// <param name="First">Index of the first start in the question's grid.</param>
/// <param name="Last">Of the last one, inclusive.</param>
/// <param name="Inside">How many offices are inside their day.</param>
/// <param name="Worst">How it is for the office it suits least.</param>
public sealed record Slot(int First, int Last, int Inside, Convenience Worst);
