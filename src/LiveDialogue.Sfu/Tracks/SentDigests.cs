namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// What the last packets of one slot looked like, for viewers without RTX: a repair is then the same packet under the same SRTP index, and this
/// proves that it is the same. 6 KB, for those viewers only.
/// </summary>
internal sealed class SentDigests
{
    private const int Kept = 512;
    private readonly (uint Sequence, int Digest, ushort Transport)[] _digests = new (uint, int, ushort)[Kept];

    /// <param name="transport">The packet's transport-wide number, if it has one.</param>
    public void Note(long sequence, ReadOnlySpan<byte> packet, ushort transport) =>
        _digests[sequence % Kept] = (unchecked((uint)sequence), DigestOf(packet), transport);

    /// <returns>False when it wasn't sent lately or differs.</returns>
    public bool Matches(long sequence, ReadOnlySpan<byte> packet)
    {
        var (noted, digest, _) = _digests[sequence % Kept];
        return noted == unchecked((uint)sequence) && digest == DigestOf(packet);
    }

    /// <returns>The transport-wide number it was sent with; null when it wasn't sent lately.</returns>
    public ushort? TransportOf(long sequence) => _digests[sequence % Kept] is var sent && sent.Sequence == unchecked((uint)sequence) ? sent.Transport : null;

    private static int DigestOf(ReadOnlySpan<byte> packet)
    {
        var digest = new HashCode();
        digest.AddBytes(packet);
        return digest.ToHashCode();
    }
}
