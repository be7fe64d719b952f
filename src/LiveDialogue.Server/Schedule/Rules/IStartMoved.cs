using LiveDialogue.Server.Events;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>Hears, within the transaction, that an event's times became others: whoever must be told is noted with the change, or neither is.</summary>
internal interface IStartMoved
{
    /// <param name="old">The rules by which people knew their times.</param>
    /// <param name="newer">Those by which they will.</param>
    Task TellAsync(DbWriter tx, LiveEvent before, IDateTimeZoneProvider old, LiveEvent after, IDateTimeZoneProvider newer);
}
