namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// What the last packets of one slot looked like, for viewers without RTX: a repair is then the same packet under the same SRTP index, and this
/// proves that it is the same. 4 KB, for those viewers only.
/// </summary>
internal sealed class SentDigests
{
    private const int Kept = 512;
    private readonly (uint Sequence, int Digest)[] _digests = new (uint, int)[Kept];

    public void Note(long sequence, ReadOnlySpan<byte> packet) => _digests[sequence % Kept] = (unchecked((uint)sequence), DigestOf(packet));

    /// <returns>False when it wasn't sent lately or differs.</returns>
    public bool Matches(long sequence, ReadOnlySpan<byte> packet) => _digests[sequence % Kept] == (unchecked((uint)sequence), DigestOf(packet));

    private static int DigestOf(ReadOnlySpan<byte> packet)
    {
        var digest = new HashCode();
        digest.AddBytes(packet);
        return digest.ToHashCode();
    }
}
