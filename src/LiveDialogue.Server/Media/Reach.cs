using System.Net;

namespace LiveDialogue.Server.Media;

/// <summary>From where an address can be reached.</summary>
internal static class Reach
{
    // "This network", private (RFC 1918), behind a carrier's NAT (RFC 6598), loopback, link-local (RFC 3927), multicast and above.
    private static readonly IPNetwork[] Inner =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
    ];

    // RFC 4291 §2.4: what has been given out as global unicast.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>It means the same everywhere, so that it tells a stranger nothing of the network behind it.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.GetAddressBytes().Length == 4 ? !Inner.Any(inner => inner.Contains(plain)) : Global.Contains(plain);
    }
}
