using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.Native.Checks;

/// <summary>Where a TURN server is and how it is spoken to (RFC 7065).</summary>
internal sealed record TurnAddress(string Host, int Port, bool ByTcp, bool ByTls)
{
    private const int DefaultPort = 3478;
    private const int DefaultTlsPort = 5349;

    public static bool TryParse(string url, out TurnAddress address)
    {
        address = new("", 0, false, false);
        var tls = url.StartsWith("turns:", StringComparison.OrdinalIgnoreCase);
        if (!tls && !url.StartsWith("turn:", StringComparison.OrdinalIgnoreCase)) return false;

        var rest = url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var (place, query) = question < 0 ? (rest, "") : (rest[..question], rest[(question + 1)..]);
        var colon = place.EndsWith(']') ? -1 : place.LastIndexOf(':');
        var port = tls ? DefaultTlsPort : DefaultPort;
        if (colon >= 0 && !(int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535)) return false;

        var host = (colon < 0 ? place : place[..colon]).Trim('[', ']');
        if (host.Length == 0 || Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic) return false;
        address = new(host, port, tls || query.Equals("transport=tcp", StringComparison.OrdinalIgnoreCase), tls);
        return query.Length == 0 || query.StartsWith("transport=", StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>The first address that its name has; null when it has none.</returns>
    public async Task<IPEndPoint?> ResolveAsync(CancellationToken ct)
    {
        if (IPAddress.TryParse(Host, out var literal)) return new(literal, Port);
        try
        {
            var found = await Dns.GetHostAddressesAsync(Host, ct).ConfigureAwait(false);
            return found.Length == 0 ? null : new(found[0], Port);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
