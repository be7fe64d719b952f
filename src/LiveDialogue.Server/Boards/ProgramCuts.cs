using System.Collections.Concurrent;

namespace LiveDialogue.Server.Boards;

/// <summary>Events whose program shows the slate by the kill switch: screens cover what they still have of before. Thread-safe.</summary>
internal sealed class ProgramCuts
{
    private readonly ConcurrentDictionary<EventId, bool> _cut = new();

    /// <summary>An event's program was cut or goes on; a subscriber only notes it.</summary>
    public event Action<EventId>? Changed;

    public bool IsCut(EventId eventId) => _cut.ContainsKey(eventId);

    public void Set(EventId eventId, bool isCut)
    {
        if (isCut ? _cut.TryAdd(eventId, true) : _cut.TryRemove(eventId, out _)) Changed?.Invoke(eventId);
    }
}
