using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>On SIGTERM tells the screens and ends their connections, so that they come back soon and without an error.</summary>
internal sealed class Farewell(IHubContext<EventHub, IEventClient> hub, IHostApplicationLifetime lifetime, HubConnections connections, TimeProvider time) : IHostedService, IDisposable
{
    // Of the five seconds between SIGTERM and exit. A screen that can't be told by then sees the end of its connection.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Callbacks run last registered first, and SignalR closes its connections in one of its own: ours is registered when it already is.
        lifetime.ApplicationStarted.Register(() => _stopping = lifetime.ApplicationStopping.Register(Say));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private void Say()
    {
        if (connections.Count == 0) return;

        var told = new ManualResetEventSlim();      // not disposed of: it may be set after we have gone
        _ = SayAsync().ContinueWith(_ => told.Set(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            told.Wait(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // they see the end of their connections
        }
    }

    // What SignalR does next throws away whatever is still in a connection's buffer: each is ended in order first, the last word out before the end.
    private async Task SayAsync()
    {
        await hub.Clients.All.Closing();
        await connections.EndAllAsync();
    }
}
