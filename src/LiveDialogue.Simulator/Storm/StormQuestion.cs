namespace LiveDialogue.Simulator.Storm;

/// <param name="Id">The client's: sending it again sends the same question.</param>
/// <param name="Asker">Which person asks: a device of its own.</param>
/// <param name="IsTooLarge">A body of 10 MB, which must be refused.</param>
internal sealed record StormQuestion(string Id, string Text, string Language, int Asker, bool IsTooLarge = false);
