using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>A screen joins and watches a few times a minute; a connection that calls much more often is closed.</summary>
internal sealed class HubRate(TimeProvider time) : IHubFilter
{
    private const int Calls = 20;
    private static readonly TimeSpan Per = TimeSpan.FromSeconds(10);
    private static readonly object Key = new();

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var window = invocationContext.Context.Items.TryGetValue(Key, out var known) && known is Window current ? current : null;
        if (window is null || time.GetElapsedTime(window.Start) > Per) invocationContext.Context.Items[Key] = window = new Window(time.GetTimestamp());
        if (++window.Calls <= Calls) return next(invocationContext);

        invocationContext.Context.Abort();
        throw new HubException("Too many calls.");
    }

    // Calls of one connection come one at a time (MaximumParallelInvocationsPerClient).
    private sealed class Window(long start)
    {
        public long Start => start;

        public int Calls { get; set; }
    }
}
