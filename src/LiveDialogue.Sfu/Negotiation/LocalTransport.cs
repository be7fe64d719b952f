using LiveDialogue.Sfu.Peers;

namespace LiveDialogue.Sfu.Negotiation;

/// <summary>What our side brings into one answer; all randomness is in here, so that <see cref="Negotiate"/> is pure.</summary>
/// <param name="Fingerprint">SHA-256 of our certificate, 32 bytes.</param>
/// <param name="Candidates">One host candidate each.</param>
/// <param name="SdpSession">Of the o= line.</param>
/// <param name="FirstSsrc">The others are made from it; unlike each other.</param>
internal sealed record LocalTransport(
    IceCredentials Ice, ReadOnlyMemory<byte> Fingerprint, IReadOnlyList<OfferedAddress> Candidates, ulong SdpSession, uint FirstSsrc)
{
    /// <summary>Of all our streams to this peer (RFC 7022: short-lived, random).</summary>
    public string Cname => FirstSsrc.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The nth SSRC of this peer. The step is odd, so 2^32 of them differ.</summary>
    public uint Ssrc(int index) => unchecked(FirstSsrc + ((uint)index * 0x9E37_79B1));
}
