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
    /// IP addresses to bind and to offer to clients, one socket each (a wildcard would answer from the wrong source). With a port
    /// (<c>203.0.113.7:5081</c>, <c>[2001:db8::7]:5081</c>): where a NAT forwards from, offered but not bound. None to bind: 127.0.0.1 and the machine's
    /// own, of these the public ones alone where there are any. Set it where the machine has addresses that clients can't reach, or doesn't have the one that they can.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Also take media by TCP (ICE-TCP), on the same port numbers: for networks that let no UDP through.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>TURN servers for clients that reach us in no other way, such as <c>turn:turn.example.org:3478?transport=udp</c>; they are told in this order.</summary>
    public IReadOnlyList<string> Relays { get; init; } = [];

    /// <summary>The relays' <c>static-auth-secret</c>.</summary>
    public string RelaySecret { get; init; } = "";

    /// <summary>How long a client's credentials last: longer than any event, since a relay ends what isn't renewed.</summary>
    [Range(1, 72)]
    public int RelayHours { get; init; } = 12;

    /// <summary>Media threads; 0: one less than the cores, at least one.</summary>
    [Range(0, 64)]
    public int Shards { get; init; }

    /// <summary>Sessions at once; more are told 503 and to come back.</summary>
    [Range(1, 100_000)]
    public int MaxPeers { get; init; } = 4000;

    /// <exception cref="OptionsValidationException">An address isn't one.</exception>
    internal SfuOptions ToSfu()
    {
        if (Relays.Any(url => url.AsSpan().ContainsAny("<>\" ")) || (Relays.Any(url => url.StartsWith("turn", StringComparison.Ordinal)) && RelaySecret.Length == 0))
            throw new OptionsValidationException("Media", typeof(MediaOptions), ["Media:Relays takes turn:, turns: and stun: addresses; those of TURN need Media:RelaySecret."]);
        var entries = Addresses.Select(Parse).ToList();
        var wrong = Addresses.Where((_, i) => entries[i] is null).Select(text => $"Media:Addresses: \"{text}\" isn't an address that clients could be told.").ToList();
        if (wrong.Count > 0) throw new OptionsValidationException("Media", typeof(MediaOptions), wrong);

        var external = entries.OfType<IPEndPoint>().Where(entry => entry.Port != 0).ToList();
        var bound = entries.OfType<IPEndPoint>().Where(entry => entry.Port == 0).Select(entry => entry.Address).ToList();
        return new()
        {
            MediaPort = MediaPort,
            Shards = Shards,
            MaxPeers = MaxPeers,
            Addresses = bound.Count > 0 ? bound : [IPAddress.Loopback, .. OwnAddresses()],
            ExternalAddresses = external,
            Relays = [.. Relays.Select(RelayAddress).OfType<IPAddress>().Except(bound).Where(address => !IPAddress.IsLoopback(address))],
            ThreadStarted = ThreadNiceness.Apply,
            Rested = SpareMemory.Return,
        };
    }

    // turn:203.0.113.7:3478?transport=udp; a name isn't looked up, for it may stand for another address tomorrow.
    private static IPAddress? RelayAddress(string url)
    {
        var host = url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('?')[0];
        return IPEndPoint.TryParse(host, out var endpoint) ? endpoint.Address : null;
    }

    // "2001:db8::7:5081" is an address, not an address and a port; "[2001:db8::7]:5081" is both, and IPAddress would take it without the port. Port 0: none was given.
    private static IPEndPoint? Parse(string text)
    {
        var withPort = text.StartsWith('[') && !text.EndsWith(']');
        var entry = !withPort && IPAddress.TryParse(text, out var address) ? new IPEndPoint(address, 0)
            : IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port != 0 ? endpoint : null;
        return entry is null || entry.Address.Equals(IPAddress.Any) || entry.Address.Equals(IPAddress.IPv6Any) ? null : entry;
    }

    /// <summary>Of the machine's own: who can reach a public address has no need of the others, and needn't know them.</summary>
    internal static IEnumerable<IPAddress> WorthOffering(IEnumerable<IPAddress> own)
    {
        var all = own.Where(address => !IPAddress.IsLoopback(address)).Distinct().ToList();
        return (all.Exists(Reach.IsPublic) ? all.Where(Reach.IsPublic) : all).Take(MostAddresses - 1);
    }

    // IPv4 only: link-local and temporary IPv6 addresses come and go while we are bound to them.
    private static IEnumerable<IPAddress> OwnAddresses() => WorthOffering(NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus is OperationalStatus.Up && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.GetAddressBytes().Length == 4));
}

/// <summary>Compiled checks of the attributes above.</summary>
[OptionsValidator]
internal sealed partial class MediaOptionsValidator : IValidateOptions<MediaOptions>;
