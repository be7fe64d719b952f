using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Ops;

/// <summary>What the whole server is told at start; the annotated appsettings.json explains each.</summary>
public sealed record ServerOptions
{
    private readonly string? _hostToken;

    /// <summary>TCP port of pages and API, on localhost; 0 lets the system choose. Ignored when <c>Urls</c> is set.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 5080;

    /// <summary>The address links are made from, such as <c>https://dialogue.example.org</c>; null: the address we listen on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Folder of the database and the signing key; made if missing.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary>A TZDB file (NodaTime's nzd) to begin with instead of the one built in; null: built in. A newer one accepted later takes its place.</summary>
    public string? ZoneRules { get; init; }

    /// <summary>Start with a live event of synthetic field offices.</summary>
    public bool Demo { get; init; }

    /// <summary>Print a new one-time sign-in link at this start, even if somebody has signed in before.</summary>
    public bool SignInLink { get; init; }

    /// <summary>A bearer token with the host role, for scripts; null or empty: none. At least 32 characters.</summary>
    [ConfigurationKeyName("LIVEDIALOGUE_HOST_TOKEN")]
    [MinLength(32, ErrorMessage = "LIVEDIALOGUE_HOST_TOKEN must have at least 32 characters: whoever guesses it is the host.")]
    public string? HostToken
    {
        get => _hostToken;
        init => _hostToken = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Addresses of the reverse proxies whose X-Forwarded-For and -Proto are believed; none by default.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>MiB that must be free in the data folder for the server to call itself ready.</summary>
    [Range(1, 1_000_000)]
    public int ReadyFreeMebibytes { get; init; } = 200;
}

/// <summary>Compiled checks of the attributes above.</summary>
[OptionsValidator]
internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>;

/// <summary>What attributes can't say.</summary>
internal sealed class ServerOptionsRules : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var failures = new List<string>();
        if (options.PublicUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is ("http" or "https")))
            failures.Add("PublicUrl must be an absolute http or https address, such as https://dialogue.example.org.");
        foreach (var proxy in options.Proxies)
            if (!IPAddress.TryParse(proxy, out _)) failures.Add($"Proxies holds '{proxy}', which isn't an IP address.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
