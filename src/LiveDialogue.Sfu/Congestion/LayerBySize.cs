using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>Which layer suits somebody who knows how large the picture will be drawn, and whose path has no bound: the mixer. Pure.</summary>
internal static class LayerBySize
{
    /// <summary>Taken for the largest layer where no size is known (H.264); each lesser one has a quarter, as browsers' simulcast has.</summary>
    private const int UsualPixels = 1280 * 720;

    /// <returns>The smallest layer of at least <paramref name="pixels"/> among those that send, else the largest; null when none sends.</returns>
    public static PublishedLayer? Choose(TrackSource source, int pixels, MonoTime now)
    {
        PublishedLayer? smallest = null;
        foreach (var layer in source.Layers)
        {
            if (!layer.IsLive(now) || PixelsOf(layer, source, now) < pixels) continue;
            if (smallest is null || smallest.IsBetterThan(layer, now)) smallest = layer;
        }
        return smallest ?? source.BestLive(now);
    }

    private static int PixelsOf(PublishedLayer layer, TrackSource source, MonoTime now)
    {
        if (layer.Pixels != 0) return layer.Pixels;
        var better = 0;
        foreach (var other in source.Layers)
            if (other.IsLive(now) && other.IsBetterThan(layer, now)) better++;
        return UsualPixels >> (2 * better);
    }
}
