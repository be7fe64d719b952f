using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Storage;
using LiveDialogue.Sfu.Stages;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>
/// The whole server in this process, on a data folder of its own, a fake time and a recording media node. Use it as a class fixture,
/// or make one per test; <see cref="Restart"/> starts it anew on the same data.
/// </summary>
public sealed class TestServer : IDisposable
{
    public const string HostToken = "host-token-of-the-tests-0123456789abcdef";

    /// <summary>Where every test's time begins: a Monday.</summary>
    public static readonly Instant Start = Instant.FromUtc(2027, 3, 1, 12, 0);

    private readonly Dictionary<string, string> _settings;
    private readonly Action<IServiceCollection>? _services;
    private WebApplicationFactory<Program> _factory;
    private LastDisposed _last = new();
    private bool _keepFolder;

    public TestServer()
        : this([])
    {
    }

    private TestServer(Dictionary<string, string> settings, Action<IServiceCollection>? services = null)
    {
        (_settings, _services) = (settings, services);
        Time = new FakeTime(Start);
        Clock = new FakeClock(Time);
        DataFolder = settings.TryGetValue("DataFolder", out var folder) ? folder : Directory.CreateTempSubdirectory("livedialogue-test-").FullName;
        _keepFolder = folder is not null;
        _factory = NewFactory();
    }

    /// <param name="settings">Configuration of this server, over the fixture's own.</param>
    public static TestServer With(Dictionary<string, string> settings) => new(settings);

    /// <param name="services">Put in place of the server's own.</param>
    public static TestServer WithServices(Action<IServiceCollection> services, Dictionary<string, string>? settings = null) => new(settings ?? [], services);

    public string DataFolder { get; }
    public FakeTime Time { get; }
    public FakeClock Clock { get; }
    public RecordingMediaNode Media { get; private set; } = new();
    public RecordedLog Log { get; } = new();

    /// <summary>The mixers it made. There are none unless a test sets <c>Program:Enabled</c>.</summary>
    internal RecordingMixers Mixers { get; } = new();

    internal RecordingFinishes Recordings { get; } = new();

    /// <summary>The server's own services, for what has no door in HTTP.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>The in-memory HTTP door, for hub connections and hand-made requests.</summary>
    public Microsoft.AspNetCore.TestHost.TestServer Http => _factory.Server;

    /// <summary>A browser of its own: keeps its cookies, follows no redirects.</summary>
    public HttpClient Anonymous() => _factory.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });

    /// <summary>A script that holds a token.</summary>
    public HttpClient As(string token)
    {
        var client = _factory.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public HttpClient Host() => As(HostToken);

    /// <summary>The host's browser, signed in.</summary>
    /// <returns>Also the antiforgery token its pages carry: unsafe requests need it as X-CSRF-TOKEN, with <c>Origin: http://localhost</c>.</returns>
    public async Task<(HttpClient Browser, string Csrf)> SignInAsync()
    {
        var browser = Anonymous();
        var link = await Services.GetRequiredService<HostSessions>().NewLinkAsync(CancellationToken.None);
        using var response = await browser.PostAsync($"/sign-in/{link}", null);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("ld_host=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        var session = cookie["ld_host=".Length..cookie.IndexOf(';', StringComparison.Ordinal)];
        return (browser, Services.GetRequiredService<SigningKey>().Sign("csrf", session));
    }

    /// <summary>Stores an event, published unless said otherwise, an hour after <see cref="Start"/> in New York.</summary>
    public async Task<LiveEvent> AddEventAsync(EventState state = EventState.Published, StageKind stage = StageKind.Moderated, string title = "Voices from the field")
    {
        var meant = new EventStart(new LocalDateTime(2027, 3, 16, 9, 0), "America/New_York");
        var at = ((StartResolution.Certain)meant.Resolve(DateTimeZoneProviders.Tzdb)).At;   // a Tuesday without a clock change
        return await Services.GetRequiredService<EventStore>().AddAsync(
            new LiveEvent
            {
                Id = new(Ulid.New(Clock)),
                Slug = "voices",
                Title = title,
                Description = "Four offices, *one* hour.",
                State = state,
                Stage = stage,
                Start = new(meant, null, at.ToInstant(), at.Offset, DateTimeZoneProviders.Tzdb.VersionId),
                Duration = Duration.FromHours(1),
                Languages = ["en", "fr"],
                Offices = [new("Goma", "Africa/Lubumbashi"), new("Kathmandu", "Asia/Kathmandu")],
                Version = 1,
                CreatedAt = Time.Now,
                UpdatedAt = Time.Now,
            },
            CancellationToken.None);
    }

    /// <summary>Stores an invite.</summary>
    /// <returns>The invite, and its token for <see cref="As"/>.</returns>
    public async Task<(Invite Invite, string Token)> AddInviteAsync(EventId eventId, Role role, string name = "Amina")
    {
        var invite = new Invite
        {
            Id = new(Ulid.New(Clock)),
            Event = eventId,
            Role = role,
            Name = name,
            Zone = "Africa/Nairobi",
            Language = "en",
            Place = "Nairobi",
            CreatedAt = Time.Now,
        };
        await Services.GetRequiredService<InviteStore>().AddAsync(invite, CancellationToken.None);
        return (invite, Services.GetRequiredService<InviteTokens>().For(invite.Id));
    }

    /// <summary>Stops the server and starts it again on the same data and time, with a media node that knows nothing.</summary>
    public void Restart()
    {
        _factory.Dispose();
        _last.Wait();
        Media = new();
        _factory = NewFactory();
    }

    /// <summary>Stops the server: time may go on without it, until <see cref="Restart"/>.</summary>
    public void StopForNow()
    {
        _factory.Dispose();
        _last.Wait();
    }

    /// <summary>Stops the server but leaves its data for another.</summary>
    public void StopAndKeepData()
    {
        _keepFolder = true;
        Dispose();
    }

    public void Dispose()
    {
        _factory.Dispose();
        _last.Wait();
        if (!_keepFolder) Directory.Delete(DataFolder, recursive: true);
    }

    private WebApplicationFactory<Program> NewFactory() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        var last = _last = new();
        host.UseSetting("DataFolder", DataFolder);
        host.UseSetting("LIVEDIALOGUE_HOST_TOKEN", HostToken);
        host.UseSetting("PublicUrl", "http://localhost");
        host.UseSetting("Program:Enabled", "false");
        host.UseSetting("Translation:Engine", "none");      // a test that wants one says which
        foreach (var (key, value) in _settings) host.UseSetting(key, value);
        host.ConfigureTestServices(services =>
        {
            services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(Log);
            services.AddSingleton<IClock>(_ => last.Of(Clock));
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IMediaNode>(Media);
            services.AddSingleton<IMixerFactory>(Mixers);
            services.AddSingleton<IRecordingFinisher>(Recordings);
            _services?.Invoke(services);
        });
    });
}
