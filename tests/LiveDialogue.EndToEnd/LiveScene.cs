namespace LiveDialogue.EndToEnd;

/// <summary>Where a test plays: a server of its own and, if wanted, browsers. Put up before each test, taken down after it.</summary>
[Collection(Alone.Name)]
public abstract class LiveScene : IAsyncLifetime
{
    private readonly string[] _switches;
    private readonly bool _hasBrowsers;

    /// <param name="switches">Further words of the server's command line.</param>
    protected LiveScene(params string[] switches)
        : this(browsers: true, switches)
    {
    }

    protected LiveScene(bool browsers, params string[] switches) => (_hasBrowsers, _switches) = (browsers, switches);

    private protected ServerProcess Server { get; private set; } = null!;    // by InitializeAsync, which xunit calls first

    private protected Browsers Browsers { get; private set; } = null!;       // likewise, where wanted

    public async Task InitializeAsync()
    {
        var browsers = _hasBrowsers ? Browsers.StartAsync() : null;     // while the server starts
        Server = await ServerProcess.StartNewAsync(_switches);
        if (browsers is not null) Browsers = await browsers;
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        if (_hasBrowsers) await Browsers.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>What all tests of the class begin with.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;
}
