using System.Net;
using LiveDialogue.Server.Ops;
using LiveDialogue.Sfu;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Media;

/// <summary>
/// Where media goes, for people who open firewalls. Anybody may read it, so it says what they can use and nothing of the network behind: public addresses,
/// else those that the operator named, else this server's own name.
/// </summary>
internal sealed class MediaAddresses(IMediaNode node, IOptions<MediaOptions> options, IOptions<ServerOptions> server)
{
    /// <summary>TURN servers, as configured; no credentials.</summary>
    public IReadOnlyList<string> Relays => options.Value.Relays;

    /// <param name="host">By which the reader reached us.</param>
    /// <returns>Such as <c>203.0.113.7:5081</c>, one for each address and shard.</returns>
    public IReadOnlyList<string> Udp(string host) => Of(isStream: false, host);

    /// <summary>As <see cref="Udp"/>; none where media isn't taken by TCP.</summary>
    public IReadOnlyList<string> Tcp(string host) => Of(isStream: true, host);

    private IReadOnlyList<string> Of(bool isStream, string host)
    {
        if (node is not SfuNode sfu) return [];
        var offered = sfu.Offered.Where(offered => offered.IsStream == isStream).Select(offered => offered.Address);
        return Said(offered, options.Value.Addresses.Count > 0, server.Value.PublicUrl?.IdnHost ?? host);
    }

    /// <param name="named">The operator chose them.</param>
    internal static IReadOnlyList<string> Said(IEnumerable<IPEndPoint> offered, bool named, string host)
    {
        var all = offered.ToList();
        var open = all.FindAll(address => Reach.IsPublic(address.Address));
        if (open.Count == 0 && named) open = all.FindAll(address => !IPAddress.IsLoopback(address.Address));
        if (open.Count > 0) return [.. open.Select(address => address.ToString())];

        var name = IPAddress.TryParse(host, out var literal) ? new IPEndPoint(literal, 0).ToString()[..^2] : host;    // IPv6 in brackets
        return [.. all.Select(address => $"{name}:{address.Port}").Distinct(StringComparer.Ordinal)];
    }
}
