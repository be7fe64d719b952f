using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Ops;

/// <summary>Makes absolute links: from PublicUrl, else from the port we listen on; never from a request's Host header, which its sender chooses.</summary>
public sealed class Links(IOptions<ServerOptions> options, IServer server)
{
    /// <summary>Without a trailing slash.</summary>
    public string Base => (options.Value.PublicUrl?.GetLeftPart(UriPartial.Path) ?? ListeningAt()).TrimEnd('/');

    /// <summary>Scheme, host and port, as a browser's Origin header has them.</summary>
    public string Origin => new Uri(Base).GetLeftPart(UriPartial.Authority);

    /// <param name="path">Begins with a slash; already escaped.</param>
    public string To(string path) => Base + path;

    private string ListeningAt()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return $"http://localhost:{options.Value.Port}";
        return uri.Host is "0.0.0.0" or "[::]" ? $"{uri.Scheme}://localhost:{uri.Port}" : uri.GetLeftPart(UriPartial.Authority);
    }
}
