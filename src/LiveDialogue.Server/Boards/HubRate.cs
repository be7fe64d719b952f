using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>A screen joins and watches a few times a minute; a connection that calls much more often is closed.</summary>
internal sealed class HubRate(HubConnections connections, TimeProvider time) : IHubFilter
{
    private const int Calls = 20;
    private static readonly TimeSpan Per = TimeSpan.FromSeconds(10);

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (connections.CallOf(invocationContext.Context.ConnectionId, time.GetTimestamp(), time.TimestampFrequency * (long)Per.TotalSeconds) <= Calls) return next(invocationContext);

        invocationContext.Context.Abort();
        throw new HubException("Too many calls.");
    }
}
