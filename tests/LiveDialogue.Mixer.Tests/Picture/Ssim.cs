namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>Structural similarity (Wang et al., 2004) of two planes, over windows of 8x8 pixels that overlap by half.</summary>
internal static class Ssim
{
    private const int Window = 8;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <returns>1: the same. Worst: the mean of the least alike square of 4x4 windows, so that one changed word isn't lost in a large picture.</returns>
    public static (double Mean, double Worst) Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int width)
    {
        const int Step = Window / 2, Square = 4;
        int columns = ((width - Window) / Step) + 1, rows = (((one.Length / width) - Window) / Step) + 1;
        var values = new double[columns * rows];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[(row * columns) + column] = At(one, other, width, column * Step, row * Step);

        double worst = 1;
        for (var row = 0; row + Square <= rows; row++)
        {
            for (var column = 0; column + Square <= columns; column++)
            {
                double sum = 0;
                for (var at = 0; at < Square * Square; at++) sum += values[((row + (at / Square)) * columns) + column + (at % Square)];
                worst = Math.Min(worst, sum / (Square * Square));
            }
        }
        return (values.Average(), worst);
    }

    private static double At(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int width, int x, int y)
    {
        double sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (var row = y; row < y + Window; row++)
        {
            for (var at = (row * width) + x; at < (row * width) + x + Window; at++)
            {
                double a = one[at], b = other[at];
                (sumA, sumB) = (sumA + a, sumB + b);
                (squaresA, squaresB, products) = (squaresA + (a * a), squaresB + (b * b), products + (a * b));
            }
        }
        const double Count = Window * Window;
        double meanA = sumA / Count, meanB = sumB / Count;
        double varianceA = (squaresA / Count) - (meanA * meanA), varianceB = (squaresB / Count) - (meanB * meanB), covariance = (products / Count) - (meanA * meanB);
        return ((2 * meanA * meanB) + C1) * ((2 * covariance) + C2) / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
    }
}
