using System.Net;
using LiveDialogue.Sfu;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Media;

/// <summary>Where media goes, for people who open firewalls: what clients are told anyway, without this machine's own loopback where there is more.</summary>
internal sealed class MediaAddresses(IMediaNode node, IOptions<MediaOptions> options)
{
    /// <summary>Such as <c>203.0.113.7:5081</c>, one for each address and shard.</summary>
    public IReadOnlyList<string> Udp => Of(isStream: false);

    public IReadOnlyList<string> Tcp => Of(isStream: true);

    /// <summary>TURN servers, as configured; no credentials.</summary>
    public IReadOnlyList<string> Relays => options.Value.Relays;

    private IReadOnlyList<string> Of(bool isStream)
    {
        if (node is not SfuNode sfu) return [];
        var all = sfu.Offered.Where(offered => offered.IsStream == isStream).Select(offered => offered.Address).ToList();
        var reachable = all.FindAll(address => !IPAddress.IsLoopback(address.Address));
        return [.. (reachable.Count > 0 ? reachable : all).Select(address => address.ToString())];
    }
}
