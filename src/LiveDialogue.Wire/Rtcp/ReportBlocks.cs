namespace LiveDialogue.Wire.Rtcp;

/// <summary>The report blocks of an SR or RR, read one by one as they are asked for.</summary>
public readonly ref struct ReportBlocks
{
    /// <summary>The five bits of the header allow no more (RFC 3550 §6.4).</summary>
    public const int MaxCount = 31;

    private readonly ReadOnlySpan<byte> _bytes;

    internal ReportBlocks(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Count => _bytes.Length / ReportBlock.Length;

    public ReportBlock this[int index] => ReportBlock.Read(_bytes.Slice(index * ReportBlock.Length, ReportBlock.Length));

    public Enumerator GetEnumerator() => new(this);

    internal static void Write(Span<byte> destination, ReadOnlySpan<ReportBlock> reports)
    {
        for (var i = 0; i < reports.Length; i++) reports[i].Write(destination[(i * ReportBlock.Length)..]);
    }

    public ref struct Enumerator
    {
        private readonly ReportBlocks _blocks;
        private int _index;

        internal Enumerator(ReportBlocks blocks)
        {
            _blocks = blocks;
            _index = -1;
        }

        public readonly ReportBlock Current => _blocks[_index];

        public bool MoveNext() => ++_index < _blocks.Count;
    }
}
