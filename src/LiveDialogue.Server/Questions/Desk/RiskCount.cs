using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>Tells the moderators' desk when a question begins or ends to wait for safeguarding: they see how many, never which.</summary>
internal sealed class RiskCount(DeskStore desk) : IQuestionCompanion
{
    public Task StoreAsync(DbWriter tx, Question? before, Question after) =>
        (before?.Risk is RiskState.Waiting) == (after.Risk is RiskState.Waiting) ? Task.CompletedTask : desk.TellAsync(tx, after.Event);
}
