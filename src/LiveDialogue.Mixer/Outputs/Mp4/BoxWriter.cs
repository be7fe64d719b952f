using System.Buffers.Binary;

namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>Writes boxes of the ISO base media file format (ISO 14496-12 §4.2) into one growing buffer that is used again. Not thread-safe.</summary>
internal sealed class BoxWriter
{
    private byte[] _bytes = new byte[64 << 10];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <param name="type">Four characters.</param>
    /// <returns>What <see cref="End"/> needs.</returns>
    public int Begin(ReadOnlySpan<byte> type)
    {
        var start = Length;
        U32(0);
        Bytes(type);
        return start;
    }

    /// <summary>A box with version and flags (§4.2.2).</summary>
    public int Begin(ReadOnlySpan<byte> type, byte version, uint flags)
    {
        var start = Begin(type);
        U32(((uint)version << 24) | flags);
        return start;
    }

    public void End(int start) => Patch(start, (uint)(Length - start));

    public void Patch(int position, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(position), value);

    public void U8(byte value) => Take(1)[0] = value;

    public void U16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);

    public void U24(int value)
    {
        U8((byte)(value >> 16));
        U16(value);
    }

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Zeros(int count) => Take(count).Clear();

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }
}
