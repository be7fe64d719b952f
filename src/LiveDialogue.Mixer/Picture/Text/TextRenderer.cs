using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>
/// Text by ffmpeg and libass: a worker for each sheet, 50 to 80 ms. The script travels in a file that lives as long: the filter that reads from a pipe
/// (subtitles) doesn't shape Arabic and Indic scripts, and the one that does (ass) wants to seek.
/// </summary>
internal sealed class TextRenderer(IWorkerStarter workers, string ffmpegPath) : ITextRenderer
{
    private const int MostPasses = 5;
    private const double Smaller = 0.86;
    private const int BytesPerPixel = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<IReadOnlyList<TextPicture>> RenderAsync(IReadOnlyList<TextBlock> blocks, CancellationToken ct)
    {
        var pictures = new TextPicture[blocks.Count];
        var wanted = blocks.Select((block, index) => (Block: block with { Text = AssText.Clean(block.Text) }, Index: index)).ToList();
        foreach (var (block, index) in wanted)
            if (block.Text.Length == 0) pictures[index] = new(new Raster(0, 0), 1, 0, 0);
        wanted.RemoveAll(block => block.Block.Text.Length == 0);

        for (var pass = 1; wanted.Count > 0; pass++)
        {
            var script = new AssScript([.. wanted.Select(block => block.Block)]);
            var sheet = await RenderAsync(script, ct);
            List<(TextBlock, int)> again = [];
            for (var at = 0; at < wanted.Count; at++)
            {
                var (block, index) = wanted[at];
                var (picture, excess) = Read(sheet, script.Bands[at], block);
                pictures[index] = picture;
                if (excess > 1.001 && pass < MostPasses) again.Add((Reduce(block, excess), index));
            }
            wanted = again;
        }
        return pictures;
    }

    /// <summary>The next thing to try with a block that didn't fit.</summary>
    private static TextBlock Reduce(TextBlock block, double excess) =>
        block.Em > block.LeastEm
            ? block with { Em = Math.Max(block.LeastEm, block.Em * Math.Max(Smaller, 1 / excess)) }
            : block with { Text = AssText.Shorten(block.Text.TrimEnd('…'), Math.Min(0.92, 0.97 / excess)) };

    /// <returns>The lines, set at our own pitch, and how many times too large they were.</returns>
    private static (TextPicture Picture, double Excess) Read(Raster sheet, in AssScript.Band band, TextBlock block)
    {
        var ink = sheet.Ink(band.Top, band.Top + band.Height);
        if (ink.Width == 0) return (new(new Raster(0, 0), 1, band.Ascent, band.Pitch), 1);

        var lines = Math.Max(1, (int)Math.Ceiling((ink.Y + ink.Height - band.Top) / band.Line));
        // A descender may hang a pixel into the next line's place.
        if (lines > 1 && sheet.Ink((int)Math.Ceiling(band.Top + ((lines - 1) * band.Line)), band.Top + band.Height).Height <= 2) lines--;
        var excess = Math.Max((double)ink.Width / block.Width, lines > block.MostLines ? (double)lines / block.MostLines : 0);
        // How much too long isn't known, as the sheet ends there.
        if (lines > block.MostLines) excess = Math.Max(excess, 1.2);

        var kept = Math.Min(lines, block.MostLines);
        var lineRows = (int)Math.Ceiling(band.Line);
        var picture = new Raster(Math.Min(ink.Width, block.Width), (int)Math.Ceiling(((kept - 1) * band.Pitch) + band.Line));
        for (var line = 0; line < kept; line++)
        {
            var from = (int)Math.Round(band.Top + (line * band.Line));
            picture.Draw(sheet, from, lineRows, -ink.X, (int)Math.Round(line * band.Pitch));
        }
        return (new(picture, kept, band.Ascent, band.Pitch), excess);
    }

    private async Task<Raster> RenderAsync(AssScript script, CancellationToken ct)
    {
        using var file = new ScriptFile(script.ToString());
        string[] arguments =
        [
            "-hide_banner", "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"color=c=black@0:s={script.Width}x{script.Height}:r=1,format=rgba",
            "-vf", $"ass=filename={file.FilterPath}:alpha=1:shaping=complex", "-frames:v", "1", "-threads", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1",
        ];
        var sheet = new Raster(script.Width, script.Height);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        await using var worker = workers.Start(new("lettering", ffmpegPath, arguments, WorkerLimits.Decoder, []));
        try
        {
            await worker.Output.ReadExactlyAsync(sheet.Bytes, deadline.Token);
            await worker.Exited.WaitAsync(deadline.Token);
        }
        catch (Exception failed) when (failed is EndOfStreamException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            worker.Kill();
            throw new IOException($"The text couldn't be drawn: {worker.LastWords}", failed);
        }
        return sheet;
    }
}
