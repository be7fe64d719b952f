namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>Draws paragraphs, off the tick.</summary>
internal interface ITextRenderer
{
    /// <returns>One for each block, fitted into its width and lines: smaller where it had to be, cut with "…" where that wasn't enough.</returns>
    /// <exception cref="IOException">The worker failed.</exception>
    /// <exception cref="Workers.WorkerStartException">There is none.</exception>
    Task<IReadOnlyList<TextPicture>> RenderAsync(IReadOnlyList<TextBlock> blocks, CancellationToken ct);
}
