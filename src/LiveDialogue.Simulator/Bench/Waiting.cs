namespace LiveDialogue.Simulator.Bench;

/// <summary>Waits of a measurement for what it can only look at.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">It didn't come about in time: <paramref name="otherwise"/>.</exception>
    internal static async Task UntilAsync(Func<bool> holds, TimeSpan patience, string otherwise, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(since) > patience) throw new InvalidOperationException(otherwise);
            await Task.Delay(Look, TimeProvider.System, ct);
        }
    }
}
