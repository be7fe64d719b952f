using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.People;

/// <summary>Prints where the server is, once it listens, and until somebody has signed in, a one-time link for the host.</summary>
internal sealed class FirstLink(HostSessions sessions, Links links, IOptions<ServerOptions> options) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // Straight to the console: a log is kept and shipped, and this link is a key.
        Console.WriteLine($"LiveDialogue is at {links.Base}");
        if (!options.Value.SignInLink && !await sessions.NobodySignedInYetAsync(cancellationToken)) return;
        var token = await sessions.NewLinkAsync(cancellationToken);
        Console.WriteLine($"Sign in as host, once, within 7 days: {links.To($"/sign-in/{token}")}");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
