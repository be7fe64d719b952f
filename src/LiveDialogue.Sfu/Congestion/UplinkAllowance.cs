namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// What a publisher without transport feedback is told it may send: the loss-based rule of draft-ietf-rmcat-gcc-02 §6, once for each receiver report.
/// </summary>
internal sealed class UplinkAllowance
{
    private const double Start = 1_000_000;
    private const double Least = 100_000;
    private const double Most = 3_000_000;

    private double _bitsPerSecond = Start;

    public long BitsPerSecond => (long)_bitsPerSecond;

    /// <param name="fractionLost">Of the last second, the worst of the layers, 0..1.</param>
    public void OnReport(double fractionLost)
    {
        if (fractionLost > 0.10) _bitsPerSecond *= 1 - (0.5 * fractionLost);
        else if (fractionLost < 0.02) _bitsPerSecond *= 1.05;
        _bitsPerSecond = Math.Clamp(_bitsPerSecond, Least, Most);
    }
}
