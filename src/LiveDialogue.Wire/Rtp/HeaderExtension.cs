namespace LiveDialogue.Wire.Rtp;

/// <summary>One element of a header extension: its negotiated id (1..14, or 1..255 in the two-byte form) and its bytes.</summary>
public readonly ref struct HeaderExtension(byte id, ReadOnlySpan<byte> value)
{
    public byte Id { get; } = id;
    public ReadOnlySpan<byte> Value { get; } = value;
}
