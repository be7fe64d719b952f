using System.Net;
using System.Net.NetworkInformation;
using LiveDialogue.Server.Media;

namespace LiveDialogue.Server.Doctor;

/// <summary>How people reach the server: its address, who stands in front of it, and IPv6.</summary>
internal static class AddressChecks
{
    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, HttpClient http, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var finding in PublicUrl(patient)) yield return finding;
        if (patient.Server.PublicUrl is { } url) yield return await ReachAsync(url, http, ct);
        yield return MediaReach(patient, OwnAddresses());
        yield return IPv6(patient, OwnAddresses());
    }

    public static IEnumerable<Finding> PublicUrl(Patient patient)
    {
        const string Subject = "PublicUrl";
        if (patient.Server.PublicUrl is not { } url)
        {
            yield return patient.ListensBeyond
                ? Finding.Problem(Subject, $"isn't set: the links in invitations lead to {new Uri(patient.Local, "/")}, which nobody else can open. Set it to the address people use.")
                : Finding.Warning(Subject, $"isn't set: links lead to {new Uri(patient.Local, "/")}, good for this machine alone");
            yield break;
        }
        yield return url.Scheme == Uri.UriSchemeHttps || url.IsLoopback
            ? Finding.Ok(Subject, url.ToString())
            : Finding.Problem(Subject, $"{url} isn't https: browsers give camera and microphone to https alone, so nobody can speak");
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            yield return patient.Server.Proxies.Count > 0
                ? Finding.Ok("proxies", $"X-Forwarded-For and -Proto are believed from {string.Join(", ", patient.Server.Proxies)}")
                : Finding.Warning("proxies", "none are named, though something ends TLS in front of the server: everybody then shares one address, whose limits fill up. Put its address into Proxies.");
        }
    }

    /// <summary>Whether anybody from elsewhere could reach the media at all.</summary>
    public static Finding MediaReach(Patient patient, IReadOnlyList<IPAddress> own)
    {
        const string Subject = "media addresses";
        var named = patient.Media.Addresses.Select(text => IPEndPoint.TryParse(text, out var entry) ? entry.Address : null).OfType<IPAddress>().ToList();
        var offered = named.Count > 0 ? named : MediaOptions.WorthOffering(own.Where(address => address.GetAddressBytes().Length == 4)).ToList();
        var said = offered.Count == 0 ? "this machine's own" : string.Join(", ", offered);
        return offered.Exists(Reach.IsPublic)
            ? Finding.Ok(Subject, said)
            : Finding.Warning(Subject, $"{said}: good for this network alone. Where a NAT forwards to this machine, name the public address with its port in Media:Addresses (203.0.113.7:{patient.Media.MediaPort}).");
    }

    public static Finding IPv6(Patient patient, IReadOnlyList<IPAddress> own)
    {
        const string Subject = "IPv6";
        var named = patient.Media.Addresses.Where(text => IPAddress.TryParse(text, out var address) ? address.GetAddressBytes().Length == 16 : text.StartsWith('[')).ToList();
        if (named.Count > 0) return Finding.Ok(Subject, $"media is offered at {string.Join(", ", named)}");
        var global = own.FirstOrDefault(address => address is { IsIPv6LinkLocal: false, IsIPv6UniqueLocal: false } && address.GetAddressBytes().Length == 16 && !IPAddress.IsLoopback(address));
        return global is null
            ? Finding.Ok(Subject, "this machine has no address of the world's; phones on IPv6 alone come by their carrier's NAT64")
            : Finding.Warning(Subject, $"this machine has {global}, which isn't offered for media: add it to Media:Addresses beside the others, for phones on IPv6 alone");
    }

    private static async Task<Finding> ReachAsync(Uri url, HttpClient http, CancellationToken ct)
    {
        var health = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/health/live");
        try
        {
            using var answer = await http.GetAsync(health, ct);
            return answer.StatusCode == HttpStatusCode.OK
                ? Finding.Ok("PublicUrl", "the server answers there, as seen from this machine")
                : Finding.Warning("PublicUrl", $"{health} answers {(int)answer.StatusCode} from this machine: is the server running, and does the proxy lead to it?");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return Finding.Warning("PublicUrl", $"{health} can't be reached from this machine: {error.Message} Some networks can't reach themselves from inside; try it from a phone.");
        }
    }

    private static IReadOnlyList<IPAddress> OwnAddresses() => [.. NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus is OperationalStatus.Up)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)];
}
