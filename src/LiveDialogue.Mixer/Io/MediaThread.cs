namespace LiveDialogue.Mixer.Io;

/// <summary>A thread of its own for work that waits in system calls on pipes: on the pool it would make web requests wait.</summary>
internal sealed class MediaThread
{
    private readonly Thread _thread;

    private MediaThread(string name, Action body)
    {
        _thread = new Thread(() => body()) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <param name="body">Catches what it can expect: anything else ends the process.</param>
    public static MediaThread Start(string name, Action body) => new(name, body);

    /// <returns>False when it still runs after that long.</returns>
    public bool Join(TimeSpan patience) => _thread == Thread.CurrentThread || _thread.Join(patience);
}
