using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LiveDialogue.Server.Boards;

/// <summary>
/// Hands what is said to a group to its screens, a few at a time. SignalR's own manager gives a message to all of them at once: thousands of buffers are then
/// in use at the same moment, more than any pool keeps, and what the collector leaves of them is what a screen costs. Between two handfuls the machine
/// writes the first one out, so that a few dozen buffers go round. What is said to groups reaches each screen in the order it was said. Thread-safe.
/// </summary>
internal sealed class Delivery(ILogger<DefaultHubLifetimeManager<EventHub>> framework, ILogger<Delivery> log) : DefaultHubLifetimeManager<EventHub>(framework), IDisposable
{
    private const int Handful = 32;

    /// <summary>Messages that wait for a screen whose own buffer is full. One further behind reads its boards anew at less cost.</summary>
    internal const int MostBehind = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Screen> _screens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Screen>> _groups = new(StringComparer.Ordinal);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        lock (_gate) _screens[connection.ConnectionId] = new(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        lock (_gate)
        {
            if (_screens.Remove(connection.ConnectionId, out var screen))
                foreach (var group in screen.Groups) Leave(group, screen);
        }
        return base.OnDisconnectedAsync(connection);
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_screens.TryGetValue(connectionId, out var screen)) return Task.CompletedTask;
            if (!_groups.TryGetValue(groupName, out var members)) _groups[groupName] = members = [];
            if (members.Add(screen)) screen.Groups = [.. screen.Groups, groupName];
        }
        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (!_screens.TryGetValue(connectionId, out var screen)) return Task.CompletedTask;
            Leave(groupName, screen);
            screen.Groups = [.. screen.Groups.Where(group => group != groupName)];
        }
        return Task.CompletedTask;
    }

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendGroupsAsync([groupName], methodName, args, cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <returns>Done when all screens of the groups have it in their buffers, but for those that are slow.</returns>
    public override async Task SendGroupsAsync(IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        var (screens, count) = MembersOf(groupNames);
        try
        {
            var message = new SerializedHubMessage(new InvocationMessage(methodName, args));
            for (var i = 0; i < count; i++)
            {
                Hand(screens[i], message);
                if (i % Handful == Handful - 1) await Task.Yield();
            }
        }
        finally
        {
            ArrayPool<Screen>.Shared.Return(screens, clearArray: true);
            _turn.Release();
        }
    }

    private (Screen[] Screens, int Count) MembersOf(IReadOnlyList<string> groupNames)
    {
        lock (_gate)
        {
            var count = 0;
            foreach (var name in groupNames) count += _groups.TryGetValue(name, out var members) ? members.Count : 0;
            var screens = ArrayPool<Screen>.Shared.Rent(count);
            count = 0;
            foreach (var name in groupNames)
            {
                if (!_groups.TryGetValue(name, out var members)) continue;
                members.CopyTo(screens, count);
                count += members.Count;
            }
            return (screens, count);
        }
    }

    private void Hand(Screen screen, SerializedHubMessage message)
    {
        var written = screen.Connection.WriteAsync(message, CancellationToken.None);
        if (written.IsCompletedSuccessfully) written.GetAwaiter().GetResult();      // as a ValueTask wants
        else _ = FollowAsync(screen, written);
    }

    // Its own buffer is full: messages wait for it in their order, and nobody waits for them.
    private async Task FollowAsync(Screen screen, ValueTask written)
    {
        if (screen.Fell() == MostBehind)
        {
            Log.ScreenTooSlow(log, MostBehind);
            screen.Connection.Abort();
        }
        try
        {
            await written;
        }
#pragma warning disable CA1031 // a connection that ends: SignalR says so elsewhere
        catch (Exception)
#pragma warning restore CA1031
        {
            // gone
        }
        screen.CaughtUp();
    }

    private void Leave(string group, Screen screen)
    {
        if (_groups.TryGetValue(group, out var members) && members.Remove(screen) && members.Count == 0) _groups.Remove(group);
    }

    private sealed class Screen(HubConnectionContext connection)
    {
        private int _behind;

        public HubConnectionContext Connection => connection;

        /// <summary>Guarded by the manager's lock.</summary>
        public string[] Groups { get; set; } = [];

        public int Fell() => Interlocked.Increment(ref _behind);

        public void CaughtUp() => Interlocked.Decrement(ref _behind);
    }
}
