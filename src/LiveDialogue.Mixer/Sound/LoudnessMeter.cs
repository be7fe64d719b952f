namespace LiveDialogue.Mixer.Sound;

/// <summary>Momentary loudness by ITU-R BS.1770-4: blocks of 400 ms, a new one each 100 ms. Stereo frames of 20 ms in.</summary>
internal sealed class LoudnessMeter
{
    private const int FramesPerHop = 5;
    private const int HopsPerBlock = 4;
    private const double Offset = -0.691;

    private readonly double[] _hops = new double[HopsPerBlock];
    private KWeighting _left, _right;
    private double _sum;
    private int _frames;
    private int _hopsSeen;

    /// <param name="blockPower">Weighted mean square of both channels together; only when true is returned.</param>
    /// <returns>True when this frame completed a block.</returns>
    public bool Add(ReadOnlySpan<float> stereo, out double blockPower)
    {
        blockPower = 0;
        for (var i = 0; i + 1 < stereo.Length; i += 2)
        {
            var (left, right) = (_left.Next(stereo[i]), _right.Next(stereo[i + 1]));
            _sum += (left * left) + (right * right);
        }
        if (++_frames < FramesPerHop) return false;

        _hops[_hopsSeen++ % HopsPerBlock] = _sum / (FramesPerHop * SoundFormat.FrameSamples);
        (_frames, _sum) = (0, 0);
        if (_hopsSeen < HopsPerBlock) return false;
        foreach (var hop in _hops) blockPower += hop / HopsPerBlock;
        return true;
    }

    /// <returns>LUFS.</returns>
    public static double ToLoudness(double power) => Offset + SoundFormat.ToDecibels(power);

    public static double ToPower(double loudness) => Math.Pow(10, (loudness - Offset) / 10);
}
