using System.Collections.Concurrent;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>Who holds a hub connection on this node: to count the audience, and to close those of a deleted invite. Thread-safe.</summary>
internal sealed class HubConnections
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EventId, int> _watching = new();

    private readonly ConcurrentDictionary<(EventId Event, string Audience, string Language), int> _reading = new();

    /// <summary>Somebody joined an event in a language that nobody of the same audience read there. A subscriber only notes it.</summary>
    public event Action<EventId>? LanguageCame;

    /// <summary>An event's audience grew or shrank; a subscriber only notes it.</summary>
    public event Action<EventId>? WatchingChanged;

    public int Count => _connections.Count;

    public void Connected(HubCallerContext context) => _connections[context.ConnectionId] = new(context, Caller.Of(context.User).Invite);

    /// <summary>Joined an event as a member of an audience, to read it in a language where one is named.</summary>
    /// <returns>What the connection had joined before; null for nothing.</returns>
    public Joined? Join(string connectionId, Joined joined)
    {
        if (!_connections.TryGetValue(connectionId, out var connection)) return null;

        var before = connection.Joined;
        if (before == joined) return before;

        connection.Joined = joined;
        Recount(before, -1);
        Recount(joined, +1);
        return before;
    }

    /// <summary>In which languages an event is read now, and on how many screens.</summary>
    public IReadOnlyList<(string Audience, string Language, int Screens)> LanguagesAt(EventId eventId) =>
        [.. _reading.Where(read => read.Key.Event == eventId && read.Value > 0).Select(read => (read.Key.Audience, read.Key.Language, read.Value))];

    public void Disconnected(string connectionId)
    {
        if (_connections.TryRemove(connectionId, out var connection)) Recount(connection.Joined, -1);
    }

    /// <summary>Screens of the event's audience connected now; those backstage aren't counted.</summary>
    public int Watching(EventId eventId) => _watching.GetValueOrDefault(eventId);

    /// <summary>The invite was deleted.</summary>
    public void Abort(InviteId invite)
    {
        foreach (var connection in _connections.Values)
            if (connection.Invite == invite) connection.Context.Abort();
    }

    private void Recount(Joined? joined, int by)
    {
        if (joined is null) return;
        if (joined.Language is { } language)
        {
            var key = (joined.Event, joined.Audience, language);
            var screens = _reading.AddOrUpdate(key, Math.Max(0, by), (_, count) => count + by);
            if (screens == 1 && by > 0) LanguageCame?.Invoke(joined.Event);
            if (screens == 0) _reading.TryRemove(KeyValuePair.Create(key, 0));
        }
        if (joined.Audience is not Audience.Viewers) return;

        _watching.AddOrUpdate(joined.Event, Math.Max(0, by), (_, count) => count + by);
        WatchingChanged?.Invoke(joined.Event);
    }

    private sealed class Connection(HubCallerContext context, InviteId? invite)
    {
        public HubCallerContext Context => context;

        public InviteId? Invite => invite;

        /// <summary>Written by the connection's own calls, which come one at a time.</summary>
        public Joined? Joined { get; set; }
    }
}

/// <param name="Language">The primary subtag; null: only originals.</param>
internal sealed record Joined(EventId Event, string Audience, string? Language);
