using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.NetworkInformation;
using LiveDialogue.Native.Linux;
using LiveDialogue.Sfu;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Media;

/// <summary>How the media node listens; section <c>Media</c> of the configuration.</summary>
public sealed record MediaOptions
{
    // More host candidates than this only make every client's checks slower.
    private const int MostAddresses = 4;

    /// <summary>UDP; shard n listens on this + n. 0 lets the system choose.</summary>
    [Range(0, 65000)]
    public int MediaPort { get; init; } = 5081;

    /// <summary>
    /// IP addresses to bind and to offer to clients, one socket each (a wildcard would answer from the wrong source). Empty:
    /// 127.0.0.1 and the machine's own. Set it where the machine has addresses that clients can't reach.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Media threads; 0: one less than the cores, at least one.</summary>
    [Range(0, 64)]
    public int Shards { get; init; }

    /// <summary>Sessions at once; more are told 503 and to come back.</summary>
    [Range(1, 100_000)]
    public int MaxPeers { get; init; } = 4000;

    /// <exception cref="OptionsValidationException">An address isn't one.</exception>
    internal SfuOptions ToSfu() => new() { MediaPort = MediaPort, Shards = Shards, MaxPeers = MaxPeers, Addresses = ParsedAddresses(), ThreadStarted = ThreadNiceness.Apply };

    private IReadOnlyList<IPAddress> ParsedAddresses()
    {
        if (Addresses.Count == 0) return [IPAddress.Loopback, .. OwnAddresses()];

        var parsed = Addresses.Select(text => (Text: text, Address: IPAddress.TryParse(text, out var address) ? address : null)).ToList();
        var wrong = parsed.Where(address => address.Address is null || address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any))
            .Select(address => $"Media:Addresses: \"{address.Text}\" isn't an address that clients could be told.").ToList();
        return wrong.Count == 0 ? [.. parsed.Select(address => address.Address!)] : throw new OptionsValidationException("Media", typeof(MediaOptions), wrong);
    }

    // IPv4 only: link-local and temporary IPv6 addresses come and go while we are bound to them.
    private static IEnumerable<IPAddress> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus is OperationalStatus.Up && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.GetAddressBytes().Length == 4 && !IPAddress.IsLoopback(address))
        .Distinct()
        .Take(MostAddresses - 1);
}

/// <summary>Compiled checks of the attributes above.</summary>
[OptionsValidator]
internal sealed partial class MediaOptionsValidator : IValidateOptions<MediaOptions>;
