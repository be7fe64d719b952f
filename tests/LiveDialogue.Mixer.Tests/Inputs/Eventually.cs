using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Waits for another thread or process; a test that waits in vain fails, one that needn't wait doesn't.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <returns>Once it is true, or after this long in any case.</returns>
    public static async Task TriedAsync(Func<bool> condition, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(started) < patience) await Task.Delay(Interval, TimeProvider.System);
    }

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Waited in vain until {what}.");
            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
