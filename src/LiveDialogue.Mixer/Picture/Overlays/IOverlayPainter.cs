namespace LiveDialogue.Mixer.Picture.Overlays;

/// <summary>Makes overlays from what describes them, off the tick.</summary>
internal interface IOverlayPainter
{
    /// <returns>Even in width and height; null when there is nothing to be seen.</returns>
    /// <exception cref="IOException">The text couldn't be drawn now.</exception>
    /// <exception cref="Workers.WorkerStartException">There is nothing to draw text with.</exception>
    Task<Raster?> PaintAsync(OverlaySpec spec, CancellationToken ct);
}
