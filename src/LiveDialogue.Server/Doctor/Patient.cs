using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Programs;

namespace LiveDialogue.Server.Doctor;

/// <summary>What is examined: a server as it is configured, running or not.</summary>
/// <param name="Local">Where its pages are from this machine.</param>
/// <param name="ListensBeyond">Its pages are listened for on more than this machine's loopback.</param>
internal sealed record Patient(ServerOptions Server, MediaOptions Media, ProgramOptions Program, Uri Local, bool ListensBeyond)
{
    /// <summary>As the server reads it: appsettings.json, environment, command line.</summary>
    /// <exception cref="InvalidOperationException">A value has the wrong type.</exception>
    public static Patient Of(IConfiguration configuration)
    {
        var server = configuration.Get<ServerOptions>() ?? new();
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = urls.FirstOrDefault(url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? urls.FirstOrDefault() ?? $"http://localhost:{server.Port}";
        var beyond = !Uri.TryCreate(first, UriKind.Absolute, out var uri) || uri.Host is "0.0.0.0" or "[::]" || !uri.IsLoopback;
        // "http://*:8080" and "http://+:8080" are addresses for Kestrel alone.
        var reachable = uri is null || uri.Host is "0.0.0.0" or "[::]"
            ? new Uri(first.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal))
            : uri;
        return new(
            server, configuration.GetSection("Media").Get<MediaOptions>() ?? new(), configuration.GetSection("Program").Get<ProgramOptions>() ?? new(), reachable, beyond);
    }

    /// <summary>Media threads, each with a port.</summary>
    public int Shards => Media.Shards > 0 ? Media.Shards : Math.Max(1, Environment.ProcessorCount - 1);
}
