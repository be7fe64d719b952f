using System.Net;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Simulator.Signalling;

/// <summary>What a client needs of the server's answer. All m-lines are bundled, so the transport's lines are those of the first that has them.</summary>
internal sealed record Answer(
    IceCredentials Ice, ReadOnlyMemory<byte> Fingerprint, IReadOnlyList<TransportAddress> Candidates, bool WeAreDtlsServer, IReadOnlyList<AnsweredMedia> Media)
{
    /// <returns>Null, and why, when it isn't an answer we can connect to.</returns>
    internal static Answer? Parse(string sdp, out string? problem)
    {
        if (!SessionDescription.TryParse(sdp, out var description, out problem)) return null;

        problem = "The answer lacks ICE credentials, a SHA-256 fingerprint or an IPv4 candidate over UDP.";
        if (description.Media.FirstOrDefault(m => m.IceUfrag is not null) is not { IceUfrag: { } ufrag, IcePwd: { } password } first) return null;
        if (first.Fingerprint is not { Algorithm: "sha-256" } fingerprint) return null;

        // A simulated peer's socket is IPv4.
        var candidates = description.Media.SelectMany(m => m.Candidates)
            .Where(c => c.Transport.Equals("udp", StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(c.Address, out _))
            .Select(c => TransportAddress.From(new(IPAddress.Parse(c.Address), c.Port)))
            .Where(address => address.IsIPv4)
            .Distinct()
            .ToList();
        if (candidates.Count == 0) return null;

        problem = null;
        return new(new(ufrag, password), fingerprint.Value, candidates, first.Setup == DtlsSetup.Active, [.. description.Media.Select(AnsweredMedia.Of)]);
    }
}
