using System.Collections.Concurrent;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>Who holds a hub connection on this node: to count the audience, and to close those of a deleted invite or of a host who signed out. Thread-safe.</summary>
internal sealed class HubConnections(TimeProvider time)
{
    /// <summary>How long an event stays read in a language after the last screen in it left: who comes back, or goes on and off, has nothing made anew.</summary>
    internal static readonly TimeSpan LanguageStays = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Connection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EventId, int> _watching = new();
    private readonly Lock _gate = new();

    /// <summary>Screens that read now, and when the last one left. Guarded by <see cref="_gate"/>; few, since what was left long ago is forgotten.</summary>
    private readonly Dictionary<(EventId Event, string Audience, string Language), (int Screens, long LeftAt)> _reading = [];

    private int _open;
    private TaskCompletionSource? _gone;

    /// <summary>Somebody joined an event in a language that nobody of the same audience has read there lately. A subscriber only notes it.</summary>
    public event Action<EventId>? LanguageCame;

    /// <summary>An event's audience grew or shrank; a subscriber only notes it.</summary>
    public event Action<EventId>? WatchingChanged;

    public int Count => _connections.Count;

    public void Connected(HubCallerContext context) => _connections[context.ConnectionId] = new(context, Caller.Of(context.User));

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

    /// <summary>A connection calls us.</summary>
    /// <param name="now">A timestamp; <paramref name="span"/> in the same unit.</param>
    /// <returns>Which call it is in its present span of time. Beginning with 1; kept here rather than in SignalR's own items, a dictionary a screen.</returns>
    public int CallOf(string connectionId, long now, long span) => _connections.TryGetValue(connectionId, out var connection) ? connection.Call(now, span) : 1;

    /// <summary>In which languages an event is read, and on how many screens now: on none where the last one left a moment ago.</summary>
    public IReadOnlyList<(string Audience, string Language, int Screens)> LanguagesAt(EventId eventId)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            return [.. _reading.Where(read => read.Key.Event == eventId && Holds(read.Value, now)).Select(read => (read.Key.Audience, read.Key.Language, read.Value.Screens))];
        }
    }

    public void Disconnected(string connectionId)
    {
        if (_connections.TryRemove(connectionId, out var connection)) Recount(connection.Joined, -1);
    }

    /// <summary>Screens of the event's audience connected now; those backstage aren't counted.</summary>
    public int Watching(EventId eventId) => _watching.GetValueOrDefault(eventId);

    /// <summary>The invite was deleted.</summary>
    public void Abort(InviteId invite) => Abort(caller => caller.Invite == invite);

    /// <summary>The host signed out.</summary>
    /// <param name="session">As <see cref="Caller.Session"/>.</param>
    public void Abort(string session) => Abort(caller => caller.Session == session);

    /// <summary>Around a connection's whole request: it is over when everything that was said to the screen has left.</summary>
    public async Task CountAsync(RequestDelegate next, HttpContext http)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(http);
        }
        finally
        {
            if (Interlocked.Decrement(ref _open) == 0) Volatile.Read(ref _gone)?.TrySetResult();
        }
    }

    /// <summary>Ends all connections: what was said to a screen before still reaches it, and it may come back.</summary>
    /// <returns>Done when all are over.</returns>
    public Task EndAllAsync()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _gone, gone);
        foreach (var connection in _connections.Values) connection.Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        if (Volatile.Read(ref _open) == 0) gone.TrySetResult();
        return gone.Task;
    }

    private void Abort(Func<Caller, bool> whose)
    {
        foreach (var connection in _connections.Values)
            if (whose(connection.Caller)) connection.Context.Abort();
    }

    private void Recount(Joined? joined, int by)
    {
        if (joined is null) return;
        if (joined.Language is { } language && Reads((joined.Event, joined.Audience, language), by)) LanguageCame?.Invoke(joined.Event);
        if (joined.Audience is not Audience.Viewers) return;

        _watching.AddOrUpdate(joined.Event, Math.Max(0, by), (_, count) => count + by);
        WatchingChanged?.Invoke(joined.Event);
    }

    /// <returns>Whether the language wasn't read before.</returns>
    private bool Reads((EventId Event, string Audience, string Language) key, int by)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var isKnown = _reading.TryGetValue(key, out var read) && Holds(read, now);
            _reading[key] = (read.Screens + by, now);
            if (isKnown) return false;

            foreach (var (other, state) in _reading)
                if (!Holds(state, now)) _reading.Remove(other);
            return true;
        }
    }

    private bool Holds((int Screens, long LeftAt) read, long now) => read.Screens > 0 || time.GetElapsedTime(read.LeftAt, now) < LanguageStays;

    private sealed class Connection(HubCallerContext context, Caller caller)
    {
        private long _callsSince;
        private int _calls;

        public HubCallerContext Context => context;

        public Caller Caller => caller;

        /// <summary>Calls of one connection come one at a time.</summary>
        public int Call(long now, long span)
        {
            if (_calls == 0 || now - _callsSince > span) (_callsSince, _calls) = (now, 0);
            return ++_calls;
        }

        /// <summary>Written by the connection's own calls, which come one at a time.</summary>
        public Joined? Joined { get; set; }
    }
}

/// <param name="Language">The primary subtag; null: only originals.</param>
internal sealed record Joined(EventId Event, string Audience, string? Language);
