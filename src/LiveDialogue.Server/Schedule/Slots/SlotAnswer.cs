namespace LiveDialogue.Server.Schedule.Slots;

/// <param name="Slots">Best first.</param>
public sealed record SlotAnswer(SlotVerdict Verdict, IReadOnlyList<Slot> Slots);
