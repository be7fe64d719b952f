namespace LiveDialogue.EndToEnd;

/// <summary>Waits for something that another process will do. Asserts nothing about speed: the limit is only where hope ends.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static async Task<T> BecomesAsync<T>(string what, Func<Task<T?>> look, TimeSpan? patience = null) where T : class
    {
        var until = TimeProvider.System.GetTimestamp() + (long)((patience ?? Patience).TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            if (await look() is { } found) return found;
            if (TimeProvider.System.GetTimestamp() > until) throw new TimeoutException($"Waited in vain: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public static Task HoldsAsync(string what, Func<Task<bool>> look, TimeSpan? patience = null) =>
        BecomesAsync<object>(what, async () => await look() ? what : null, patience);
}
