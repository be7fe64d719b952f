using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Translation;

/// <summary>Keeps something of its own beside what machines translate. Registered as a singleton by its slice.</summary>
internal interface IGlossaryCompanion
{
    /// <summary>Within the glossary's transaction.</summary>
    /// <param name="terms">Those that are new, gone or said otherwise.</param>
    Task GlossaryChangedAsync(DbWriter tx, EventId eventId, IReadOnlyList<string> terms);
}
