using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Doctor;

/// <summary>What is examined: a server as it is configured, running or not.</summary>
/// <param name="Local">Where its pages are from this machine.</param>
/// <param name="ListensBeyond">Its pages are listened for on more than this machine's loopback.</param>
internal sealed record Patient(
    ServerOptions Server, MediaOptions Media, ProgramOptions Program, TranslationOptions Translation, MailOptions Mail, Uri Local, bool ListensBeyond)
{
    /// <summary>As the server reads it: appsettings.json, environment, command line.</summary>
    /// <exception cref="InvalidOperationException">A value has the wrong type; the message says which.</exception>
    public static Patient Of(IConfiguration configuration)
    {
        var server = configuration.Get<ServerOptions>() ?? new();
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = urls.FirstOrDefault(url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? urls.FirstOrDefault() ?? $"http://localhost:{server.Port}";
        var beyond = !Uri.TryCreate(first, UriKind.Absolute, out var uri) || uri.Host is "0.0.0.0" or "[::]" || !uri.IsLoopback;
        if (!Uri.TryCreate(ForThisMachine(first), UriKind.Absolute, out var local))
            throw new InvalidOperationException($"Urls can't be \"{first}\": it is an address to listen at, such as http://0.0.0.0:8080.");
        return new(
            server,
            configuration.GetSection("Media").Get<MediaOptions>() ?? new(),
            configuration.GetSection("Program").Get<ProgramOptions>() ?? new(),
            configuration.GetSection("Translation").Get<TranslationOptions>() ?? new(),
            configuration.GetSection("Mail").Get<MailOptions>() ?? new(),
            local,
            beyond);
    }

    // "http://*:8080" and "http://+:8080" are addresses for Kestrel alone.
    private static string ForThisMachine(string url)
    {
        string[] everywhere = ["*", "+", "0.0.0.0", "[::]"];
        return everywhere.Aggregate(url, (so, far) => so.Replace($"://{far}", "://localhost", StringComparison.Ordinal));
    }

    /// <summary>Media threads, each with a port.</summary>
    public int Shards => Media.Shards > 0 ? Media.Shards : Math.Max(1, Environment.ProcessorCount - 1);
}
