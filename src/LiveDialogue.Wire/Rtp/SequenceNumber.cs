namespace LiveDialogue.Wire.Rtp;

/// <summary>A 16-bit RTP sequence number, ordered by serial arithmetic (RFC 1982): 0 is newer than 65535.</summary>
public readonly record struct SequenceNumber(ushort Value)
{
    public SequenceNumber Next => new(unchecked((ushort)(Value + 1)));

    public bool IsNewerThan(SequenceNumber other) => DistanceFrom(other) > 0;

    /// <returns>How many steps this is after <paramref name="other"/>, -32768..32767; negative when before.</returns>
    public int DistanceFrom(SequenceNumber other) => unchecked((short)(Value - other.Value));

    /// <returns>The number <paramref name="steps"/> further on, around the wrap; negative steps go back.</returns>
    public SequenceNumber Plus(int steps) => new(unchecked((ushort)(Value + steps)));

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
