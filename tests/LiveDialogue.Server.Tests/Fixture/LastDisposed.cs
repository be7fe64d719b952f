using NodaTime;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>
/// The clock as a server's own, made before its database and so disposed after it: then the data folder is free. The host is disposed by whoever
/// comes first, the factory or the program's own end, and the other doesn't wait.
/// </summary>
internal sealed class LastDisposed : IClock, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ManualResetEventSlim _disposed = new();
    private IClock? _clock;

    /// <summary>Called when the server first asks for its clock.</summary>
    public LastDisposed Of(IClock clock)
    {
        _clock = clock;
        return this;
    }

    public Instant GetCurrentInstant() => _clock?.GetCurrentInstant() ?? default;

    public void Dispose() => _disposed.Set();

    /// <summary>Returns at once for a server that never started.</summary>
    public void Wait() => Assert.True(_clock is null || _disposed.Wait(Patience), "The server didn't let go of its data folder.");
}
