namespace LiveDialogue.Wire.Codecs;

/// <summary>Reads a raw byte sequence payload bit by bit (ITU-T H.264 §7.2, §9.1). Past the end it gives zeros and says <see cref="Failed"/>.</summary>
internal ref struct H264BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Something was read that wasn't there.</summary>
    public bool Failed { get; private set; }

    /// <param name="count">0..32.</param>
    public uint Read(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++)
        {
            if (_position >= _bytes.Length * 8)
            {
                Failed = true;
                return 0;
            }
            value = (value << 1) | (uint)((_bytes[_position >> 3] >> (7 - (_position & 7))) & 1);
            _position++;
        }
        return value;
    }

    /// <summary>ue(v)</summary>
    public uint ReadUnsigned()
    {
        var zeros = 0;
        while (Read(1) == 0)
        {
            if (Failed || ++zeros > 31)
            {
                Failed = true;
                return 0;
            }
        }
        return zeros == 0 ? 0 : unchecked((1u << zeros) - 1 + Read(zeros));
    }

    /// <summary>se(v)</summary>
    public int ReadSigned()
    {
        var value = ReadUnsigned();
        return (value & 1) != 0 ? (int)((value >> 1) + 1) : -(int)(value >> 1);
    }

    /// <summary>Takes out the emulation prevention bytes: 00 00 03 stands for 00 00.</summary>
    /// <returns>Bytes written; what doesn't fit is left out.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> raw)
    {
        var (written, zeros) = (0, 0);
        foreach (var b in escaped)
        {
            if (written == raw.Length) break;
            if (zeros >= 2 && b == 3)
            {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            raw[written++] = b;
        }
        return written;
    }
}
