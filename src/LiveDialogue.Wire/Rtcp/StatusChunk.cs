using System.Numerics;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>One 16-bit chunk of packet symbols in a <see cref="TransportFeedback"/> (its §3.1.3 and §3.1.4).</summary>
internal readonly struct StatusChunk(ushort bits)
{
    public const int Lost = 0;
    public const int SmallDelta = 1;
    public const int LargeDelta = 2;
    public const int Reserved = 3;
    public const int OneBitSymbols = 14;
    public const int TwoBitSymbols = 7;
    public const int MaxRun = 0x1FFF;

    private readonly ushort _bits = bits;

    /// <summary>How many packets the chunk can speak of; the last of a message may be cut by its count. 0 for an empty run.</summary>
    public int Count => IsRun ? _bits & MaxRun : IsTwoBit ? TwoBitSymbols : OneBitSymbols;

    private bool IsRun => (_bits & 0x8000) == 0;
    private bool IsTwoBit => (_bits & 0x4000) != 0;

    public int this[int index] => IsRun ? (_bits >> 13) & 3
        : IsTwoBit ? (_bits >> (2 * (TwoBitSymbols - 1 - index))) & 3
        : (_bits >> (OneBitSymbols - 1 - index)) & 1;

    public static int DeltaLength(int symbol) => symbol switch { SmallDelta => 1, LargeDelta => 2, _ => 0 };

    public static ushort Run(int symbol, int length) => (ushort)((symbol << 13) | length);

    public static ushort OneBit(ReadOnlySpan<byte> symbols)
    {
        var packed = 0x8000;
        for (var i = 0; i < symbols.Length; i++) packed |= symbols[i] << (OneBitSymbols - 1 - i);
        return (ushort)packed;
    }

    public static ushort TwoBit(ReadOnlySpan<byte> symbols)
    {
        var packed = 0xC000;
        for (var i = 0; i < symbols.Length; i++) packed |= symbols[i] << (2 * (TwoBitSymbols - 1 - i));
        return (ushort)packed;
    }

    /// <summary>Adds the bytes of the first <paramref name="count"/> symbols' deltas; false at a reserved symbol.</summary>
    public bool TryMeasureDeltas(int count, ref int deltaBytes)
    {
        if (IsRun)                                                  // a run may be 8191 long: no step per packet
        {
            deltaBytes += count * DeltaLength(this[0]);
            return this[0] != Reserved;
        }
        if (!IsTwoBit)
        {
            deltaBytes += BitOperations.PopCount((uint)((_bits & 0x3FFF) >> (OneBitSymbols - count)));
            return true;
        }
        for (var i = 0; i < count; i++)
        {
            if (this[i] == Reserved) return false;
            deltaBytes += DeltaLength(this[i]);
        }
        return true;
    }
}
