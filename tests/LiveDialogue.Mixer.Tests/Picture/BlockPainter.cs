using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Picture.Overlays;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>White blocks instead of text; waits or fails when told to.</summary>
internal sealed class BlockPainter : IOverlayPainter
{
    private TaskCompletionSource? _held;

    public bool Fails { get; set; }

    /// <summary>An error of ours, not the machine's.</summary>
    public bool Faults { get; set; }

    public int Painted { get; private set; }

    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Go() => _held?.SetResult();

    public async Task<Raster?> PaintAsync(OverlaySpec spec, CancellationToken ct)
    {
        if (_held is { } held) await held.Task.WaitAsync(ct);
        if (Faults) throw new OverflowException("a block of less than nothing");
        if (Fails) throw new IOException("no paint");
        Painted++;
        var (width, height) = spec switch { OverlaySpec.Card card => (card.Width, 60), OverlaySpec.DigitRow => (44, 8), OverlaySpec.Title title => (title.Width, title.Height), _ => (40, 20) };
        var raster = new Raster(width, height);
        raster.FillRounded(0, 0, width, height, 0, 0xFFFFFF, 1);
        return raster;
    }
}
