namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>A frame's number as a row of black and white squares, which survives two encoders and a scaling to the half.</summary>
internal static class FrameMark
{
    internal const int Numbers = 1 << DataBits;

    private const int DataBits = 9;
    private const int Bits = DataBits + 2;       // and both of a check: one white, one black
    private const int Side = 32;
    private const int Left = 140;
    private const int Top = 80;
    private const byte Black = 16;
    private const byte White = 235;
    private const int Threshold = 126;

    /// <param name="luma">Of a 640x360 picture.</param>
    internal static void Write(Span<byte> luma, int number)
    {
        for (var bit = 0; bit < Bits; bit++)
        {
            var value = IsWhite(number, bit) ? White : Black;
            for (var y = 0; y < Side; y++) luma.Slice(((Top + y) * BenchClip.Width) + Left + (bit * Side), Side).Fill(value);
        }
    }

    /// <param name="luma">Of a picture in which the marked one was drawn.</param>
    /// <param name="toX">From the marked picture's pixels to this one's.</param>
    /// <returns>-1 when there is none.</returns>
    internal static int Read(ReadOnlySpan<byte> luma, int width, Func<int, int> toX, Func<int, int> toY)
    {
        var number = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            var value = luma[(toY(Top + (Side / 2)) * width) + toX(Left + (bit * Side) + (Side / 2))];
            if (bit < DataBits) number |= value > Threshold ? 1 << bit : 0;
            else if (value > Threshold != IsWhite(0, bit)) return -1;
        }
        return number;
    }

    private static bool IsWhite(int number, int bit) => bit switch { < DataBits => (number >> bit & 1) == 1, DataBits => true, _ => false };
}
