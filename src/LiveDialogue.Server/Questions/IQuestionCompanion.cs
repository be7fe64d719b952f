using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// What another part stores together with a question, in the same transaction: its languages, its cluster, a count. Must not
/// need <see cref="QuestionStore"/> itself, which asks it, nor wait for anything but the database.
/// </summary>
internal interface IQuestionCompanion
{
    /// <param name="before">Null for a new question.</param>
    Task StoreAsync(DbWriter tx, Question? before, Question after);
}
