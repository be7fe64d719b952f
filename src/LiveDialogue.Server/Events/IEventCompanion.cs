using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Events;

/// <summary>What another slice stores together with an event, in the same transaction: reminders follow a start that moves, or neither is stored.</summary>
public interface IEventCompanion
{
    /// <param name="before">Null for a new event.</param>
    /// <param name="kind">As on the event's board: <c>planned</c>, <c>edited</c>, <c>zone-rules</c>, …</param>
    Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind);
}
