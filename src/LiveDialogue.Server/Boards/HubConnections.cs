using System.Collections.Concurrent;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>Who holds a hub connection on this node: to count the audience, and to close those of a deleted invite. Thread-safe.</summary>
internal sealed class HubConnections
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EventId, int> _watching = new();

    /// <summary>An event's audience grew or shrank; a subscriber only notes it.</summary>
    public event Action<EventId>? WatchingChanged;

    public int Count => _connections.Count;

    public void Connected(HubCallerContext context) => _connections[context.ConnectionId] = new(context, Caller.Of(context.User).Invite);

    /// <summary>Joined an event as a member of an audience.</summary>
    /// <returns>What the connection had joined before; null for nothing.</returns>
    public (EventId Event, string Audience)? Join(string connectionId, EventId eventId, string audience)
    {
        if (!_connections.TryGetValue(connectionId, out var connection)) return null;

        var before = connection.Joined;
        if (before == (eventId, audience)) return before;

        connection.Joined = (eventId, audience);
        Recount(before, -1);
        Recount(connection.Joined, +1);
        return before;
    }

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

    private void Recount((EventId Event, string Audience)? joined, int by)
    {
        if (joined is not (var eventId, Audience.Viewers)) return;

        _watching.AddOrUpdate(eventId, Math.Max(0, by), (_, count) => count + by);
        WatchingChanged?.Invoke(eventId);
    }

    private sealed class Connection(HubCallerContext context, InviteId? invite)
    {
        public HubCallerContext Context => context;

        public InviteId? Invite => invite;

        /// <summary>Written by the connection's own calls, which come one at a time.</summary>
        public (EventId Event, string Audience)? Joined { get; set; }
    }
}
