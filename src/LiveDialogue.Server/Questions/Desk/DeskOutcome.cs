namespace LiveDialogue.Server.Questions.Desk;

/// <summary>What a command to one question came to.</summary>
internal abstract record DeskOutcome
{
    private DeskOutcome()
    {
    }

    /// <param name="Undo">Null where there is nothing to undo.</param>
    public sealed record Done(Question Question, UndoView? Undo) : DeskOutcome;

    /// <summary>The state doesn't allow it, or the question isn't what the caller saw.</summary>
    /// <param name="Changed">See <see cref="QuestionHistory.DifferenceAsync"/>.</param>
    /// <param name="Last">Who decided on it last; null where nobody has.</param>
    public sealed record Refused(Question Current, IReadOnlyList<string> Changed, LastDeed? Last) : DeskOutcome;

    public sealed record NotFound : DeskOutcome;
}
