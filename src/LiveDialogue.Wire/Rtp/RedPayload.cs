using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtp;

/// <summary>A view over a redundant payload: the primary encoding behind copies of those before it (RFC 2198 §3). Valid while the packet's buffer is.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |1|   block PT  |  timestamp offset (14)    | block length (10) |   each redundant block
/// |0|   block PT  |                                                   the primary, which takes the rest
/// |  the blocks' bytes, in the same order …
/// </code>
/// </remarks>
public readonly ref struct RedPayload
{
    /// <summary>Redundant blocks; browsers send one or two, and nine at most.</summary>
    public const int MaxRedundant = 16;

    public const int MaxOffset = (1 << OffsetBits) - 1;
    public const int MaxBlockLength = (1 << LengthBits) - 1;

    private const int OffsetBits = 14;
    private const int LengthBits = 10;
    private const int BlockHeader = 4;

    private readonly ReadOnlySpan<byte> _payload;

    private RedPayload(ReadOnlySpan<byte> payload, int redundant, RedBlock primary)
    {
        _payload = payload;
        Redundant = redundant;
        Primary = primary;
    }

    /// <summary>How many blocks precede the primary.</summary>
    public int Redundant { get; }

    /// <summary>May be empty.</summary>
    public RedBlock Primary { get; }

    /// <returns>False when the headers don't end, are too many, or promise more than is there.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedPayload red)
    {
        red = default;
        int at = 0, redundant = 0, length = 0;
        while (at < payload.Length && (payload[at] & 0x80) != 0)
        {
            if (++redundant > MaxRedundant || payload.Length - at < BlockHeader) return false;
            length += BinaryPrimitives.ReadUInt16BigEndian(payload[(at + 2)..]) & MaxBlockLength;
            at += BlockHeader;
        }
        if (at >= payload.Length) return false;

        var start = at + 1 + length;
        if (start > payload.Length) return false;
        red = new(payload, redundant, new RedBlock(payload[at], 0, start, payload.Length - start));
        return true;
    }

    /// <summary>The redundant blocks, in their order: the oldest first, as a rule.</summary>
    public Enumerator GetEnumerator() => new(_payload, Redundant);

    /// <summary>Writes the same payload with other payload types and without the blocks that are too old.</summary>
    /// <param name="from">Only blocks of this type are kept.</param>
    /// <param name="to">0..127; also the primary's.</param>
    /// <param name="maxOffset">In ticks; older blocks are left out, and so are those of no age.</param>
    /// <returns>The length; 0 when it doesn't fit.</returns>
    public int Write(Span<byte> destination, byte from, byte to, int maxOffset)
    {
        int headers = 1, bytes = 0;
        foreach (var block in this)
        {
            if (!IsKept(block, from, maxOffset)) continue;
            headers += BlockHeader;
            bytes += block.Length;
        }
        if (headers + bytes + Primary.Length > destination.Length) return 0;

        int header = 0, at = headers;
        foreach (var block in this)
        {
            if (!IsKept(block, from, maxOffset)) continue;
            BinaryPrimitives.WriteUInt32BigEndian(
                destination[header..], 0x8000_0000 | ((uint)to << 24) | ((uint)block.TimestampOffset << LengthBits) | (uint)block.Length);
            _payload.Slice(block.Start, block.Length).CopyTo(destination[at..]);
            header += BlockHeader;
            at += block.Length;
        }
        destination[header] = to;
        _payload.Slice(Primary.Start, Primary.Length).CopyTo(destination[at..]);
        return at + Primary.Length;
    }

    private static bool IsKept(in RedBlock block, byte from, int maxOffset) =>
        block.PayloadType == from && block.TimestampOffset > 0 && block.TimestampOffset <= maxOffset && block.Length > 0;

    /// <summary>Over the redundant blocks.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _payload;
        private readonly int _redundant;
        private int _next;
        private int _start;

        internal Enumerator(ReadOnlySpan<byte> payload, int redundant)
        {
            _payload = payload;
            (_redundant, _start) = (redundant, (BlockHeader * redundant) + 1);
        }

        public RedBlock Current { get; private set; }

        public bool MoveNext()
        {
            if (_next == _redundant) return false;
            var header = BinaryPrimitives.ReadUInt32BigEndian(_payload[(_next * BlockHeader)..]);
            var length = (int)(header & MaxBlockLength);
            Current = new((byte)((header >> 24) & 0x7F), (int)((header >> LengthBits) & MaxOffset), _start, length);
            _start += length;
            _next++;
            return true;
        }
    }
}
