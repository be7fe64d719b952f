using System.Net;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu;

/// <summary>How the media node listens and what it admits.</summary>
public sealed record SfuOptions
{
    private readonly TransportAddress[] _relays = [];

    /// <summary>Shard n listens on this port + n; 0 lets the system choose (tests).</summary>
    public int MediaPort { get; init; } = 5081;

    /// <summary>Media threads; 0: one less than the cores, at least one.</summary>
    public int Shards { get; init; }

    /// <summary>Called on each thread of the node as it begins: where the system's priorities are set.</summary>
    public Action<NodeThread> ThreadStarted { get; init; } = _ => { };

    /// <summary>Called on each handshakes' thread that has had nothing to do for two seconds, after it had: where what joining left over is given back.</summary>
    public Action Rested { get; init; } = () => { };

    /// <summary>Each is bound by a socket of its own (a wildcard would answer from the wrong source address) and advertised as a host candidate.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [IPAddress.Loopback];

    /// <summary>Where a NAT forwards from, UDP and TCP alike: offered, not bound. Shard n is behind the port + n.</summary>
    public IReadOnlyList<IPEndPoint> ExternalAddresses { get; init; } = [];

    /// <summary>Addresses of the relays that clients are told of: what comes from there came through one. None of ours.</summary>
    public IReadOnlyList<IPAddress> Relays
    {
        get;
        init => (field, _relays) = (value, [.. value.Select(address => TransportAddress.From(new IPEndPoint(address, 0)))]);
    } = [];

    /// <summary>Peers at once on this node, handshaking ones included; more are refused with <c>Full</c>.</summary>
    public int MaxPeers { get; init; } = 4000;

    /// <summary>Of <see cref="MaxPeers"/>, those that the audience can't take: a full house mustn't keep the speakers and moderators out.</summary>
    public int BackstagePeers => Math.Min(64, MaxPeers / 10);

    /// <summary>A peer without a finished handshake is freed after this.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A peer without any authenticated STUN check for this long is gone (RFC 7675).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(15);

    internal bool IsRelay(in TransportAddress address)
    {
        foreach (var relay in _relays)
            if (relay.High == address.High && relay.Low == address.Low) return true;
        return false;
    }
}
