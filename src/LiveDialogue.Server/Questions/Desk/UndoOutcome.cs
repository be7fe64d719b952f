namespace LiveDialogue.Server.Questions.Desk;

/// <summary>What an undo came to.</summary>
internal abstract record UndoOutcome
{
    private UndoOutcome()
    {
    }

    public sealed record Done(UndoneView View) : UndoOutcome;

    /// <param name="Current">The question that was decided on, or the first of them.</param>
    public sealed record Changed(Question Current, IReadOnlyList<string> What, LastDeed? Last) : UndoOutcome;

    /// <summary>Older than <see cref="Undos.Window"/>, or undone already.</summary>
    public sealed record TooLate : UndoOutcome;

    public sealed record NotFound : UndoOutcome;
}

/// <param name="Done">Ids of the questions that are again as they were.</param>
/// <param name="Refused">Those decided on since.</param>
public sealed record UndoneView(IReadOnlyList<string> Done, IReadOnlyList<RefusedView> Refused);

/// <param name="State">Which doesn't allow it; <see cref="Unknown"/> for an id that isn't a question of this event.</param>
public sealed record RefusedView(string Id, string State)
{
    internal const string Unknown = "unknown";
}
