namespace LiveDialogue.Sfu.Io;

/// <summary>What became of the connections of TCP ports since the start.</summary>
/// <param name="Open">Gauge: accepted and not yet closed.</param>
/// <param name="Refused">Closed at once: too many, here or from one address.</param>
/// <param name="CutOff">Closed by us, since no check along it was right in time.</param>
/// <param name="Dropped">Datagrams for which there was no room, either way.</param>
public readonly record struct StreamCounts(int Open, long Accepted, long Refused, long CutOff, long BytesIn, long BytesOut, long Dropped)
{
    public static StreamCounts operator +(StreamCounts a, StreamCounts b) => Add(a, b);

    public static StreamCounts Add(StreamCounts left, StreamCounts right) => new(
        left.Open + right.Open, left.Accepted + right.Accepted, left.Refused + right.Refused, left.CutOff + right.CutOff,
        left.BytesIn + right.BytesIn, left.BytesOut + right.BytesOut, left.Dropped + right.Dropped);
}
