namespace LiveDialogue.Sfu.Tracks;

/// <summary>Which of the last 1,024 sequence numbers of one stream came: tells duplicates and what is too old to matter.</summary>
internal struct ReceiveWindow
{
    public const int Size = 1024;

    private Bits _seen;

    /// <summary>The highest that came; -1 before the first.</summary>
    public long Highest { get; private set; }

    public static ReceiveWindow Empty => new() { Highest = -1 };

    /// <summary>Reads where <see cref="Take"/> will write: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public readonly int Preload(long sequence) => (int)_seen[(int)(sequence / 64 % 16)];

    /// <returns>Null when the number is new, and noted.</returns>
    public DropReason? Take(long sequence)
    {
        if (sequence <= Highest - Size) return DropReason.TooOld;
        if (sequence > Highest)
        {
            if (Highest < 0 || sequence - Highest >= Size) _seen = default;
            else
                for (var skipped = Highest + 1; skipped < sequence; skipped++) Clear(skipped);
            Highest = sequence;
        }
        else if (Has(sequence))
        {
            return DropReason.Duplicate;
        }
        // Skipped places were cleared as the window passed them.
        _seen[(int)(sequence / 64 % 16)] |= 1UL << (int)(sequence % 64);
        return null;
    }

    /// <summary>How many numbers of a stretch didn't come, as far as the window reaches back.</summary>
    /// <param name="first">Inclusive.</param>
    /// <param name="last">Inclusive.</param>
    public readonly int Missing(long first, long last)
    {
        var missing = 0;
        for (var sequence = Math.Max(first, Highest - Size + 1); sequence <= Math.Min(last, Highest); sequence++)
            if (!Has(sequence)) missing++;
        return missing;
    }

    private readonly bool Has(long sequence) => (_seen[(int)(sequence / 64 % 16)] & (1UL << (int)(sequence % 64))) != 0;

    private void Clear(long sequence) => _seen[(int)(sequence / 64 % 16)] &= ~(1UL << (int)(sequence % 64));

    [System.Runtime.CompilerServices.InlineArray(Size / 64)]
    private struct Bits
    {
        private ulong _element0;
    }
}
