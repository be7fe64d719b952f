using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>Every line that any category logs, at any level its filters let through.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(Func<string, bool> Holds, TaskCompletionSource Done)> _waiting = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>Completes when such a line has been logged.</summary>
    public Task UntilAsync(Func<string, bool> holds)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((holds, done));
        if (Lines.Any(holds)) done.TrySetResult();
        return done.Task.WaitAsync(TimeSpan.FromSeconds(15));
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, Add);

    private void Add(string line)
    {
        Lines.Enqueue(line);
        foreach (var (holds, done) in _waiting)
            if (holds(line)) done.TrySetResult();
    }

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, Action<string> add) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
