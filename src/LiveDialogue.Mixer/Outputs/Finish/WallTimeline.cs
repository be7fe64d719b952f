namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>Pieces of wall time that follow each other without a pause in a file or a list.</summary>
internal sealed class WallTimeline(IEnumerable<(DateTimeOffset Start, TimeSpan Length)> pieces)
{
    private readonly (DateTimeOffset Start, TimeSpan Length)[] _pieces = pieces.ToArray();

    public TimeSpan Length => _pieces.Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Length);

    /// <summary>Where a wall time is shown. One in a pause: where the program goes on; one before or after all: the beginning or the end.</summary>
    public TimeSpan Offset(DateTimeOffset time)
    {
        var before = TimeSpan.Zero;
        foreach (var (start, length) in _pieces)
        {
            if (time < start) return before;
            if (time < start + length) return before + (time - start);
            before += length;
        }
        return before;
    }
}
