namespace LiveDialogue.Mixer.Sound;

/// <summary>
/// Makes speech a little shorter or longer without changing its pitch: a piece of 5 to 20 ms is left out or said twice, cut where the sound is most like itself and
/// cross-faded over 10 ms (waveform similarity overlap-add). Interleaved stereo.
/// </summary>
internal static class TimeScale
{
    private const int ShortestPiece = 240, LongestPiece = 960, Overlap = 480;

    /// <summary>The search looks at every fourth sample: pitch needs no more.</summary>
    private const int Stride = 4;

    /// <summary>Samples per channel that both need.</summary>
    public const int Needed = LongestPiece + Overlap;

    /// <param name="stereo">Its beginning is changed, the rest moved forward.</param>
    /// <returns>Samples per channel it is shorter by; 0 for less than <see cref="Needed"/>.</returns>
    public static int Shrink(Span<float> stereo)
    {
        if (stereo.Length < Needed * 2) return 0;
        var piece = MostSimilar(stereo);
        CrossFade(stereo[..(Overlap * 2)], stereo.Slice(piece * 2, Overlap * 2), stereo[..(Overlap * 2)]);
        stereo[((piece + Overlap) * 2)..].CopyTo(stereo[(Overlap * 2)..]);
        return piece;
    }

    /// <param name="stereo">Room for <paramref name="count"/> and what is added.</param>
    /// <param name="count">Samples per channel there are.</param>
    /// <returns>Samples per channel it is longer by; 0 when there is too little, or no room.</returns>
    public static int Stretch(Span<float> stereo, int count)
    {
        if (count < Needed || stereo.Length < (count + LongestPiece) * 2) return 0;
        var piece = MostSimilar(stereo[..(count * 2)]);
        Span<float> seam = stackalloc float[Overlap * 2];
        CrossFade(stereo.Slice(piece * 2, Overlap * 2), stereo[..(Overlap * 2)], seam);
        stereo[(Overlap * 2)..(count * 2)].CopyTo(stereo[((piece + Overlap) * 2)..]);
        seam.CopyTo(stereo[(piece * 2)..]);
        return piece;
    }

    private static int MostSimilar(ReadOnlySpan<float> stereo)
    {
        var (best, bestLikeness) = (LongestPiece, double.MinValue);
        for (var piece = ShortestPiece; piece <= LongestPiece; piece += Stride)
        {
            var (product, energy) = (0d, 1e-9);
            for (var i = 0; i < Overlap; i += Stride)
            {
                var here = stereo[i * 2] + stereo[(i * 2) + 1];
                var there = stereo[(i + piece) * 2] + stereo[((i + piece) * 2) + 1];
                product += here * there;
                energy += there * there;
            }
            var likeness = product / Math.Sqrt(energy);
            // Of equals, as in silence, the longest: fewest cuts.
            if (likeness >= bestLikeness) (best, bestLikeness) = (piece, likeness);
        }
        return best;
    }

    private static void CrossFade(ReadOnlySpan<float> from, ReadOnlySpan<float> to, Span<float> result)
    {
        for (var i = 0; i < from.Length; i++)
        {
            var share = (i / 2) / (float)Overlap;
            result[i] = (from[i] * (1 - share)) + (to[i] * share);
        }
    }
}
