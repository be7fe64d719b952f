namespace LiveDialogue.Fuzz;

/// <summary>Feeds one input to a parser and checks what must hold whatever the input is; throws when it doesn't.</summary>
internal delegate void FuzzCheck(ReadOnlySpan<byte> input);

/// <summary>One parser under fire.</summary>
/// <param name="CorpusFolder">The folder under <c>--corpus</c> whose files suit it; null for all of them.</param>
/// <param name="Seeds">Inputs it begins from, corpus or not.</param>
internal sealed record FuzzTarget(string Name, string? CorpusFolder, IReadOnlyList<byte[]> Seeds, FuzzCheck Check)
{
    /// <summary>Bytes the managed heap may give for one input: this many, and <see cref="AllocationPerByte"/> for each byte of it. 0: the packet path.</summary>
    public long AllocationBase { get; init; }
    public long AllocationPerByte { get; init; }
}
