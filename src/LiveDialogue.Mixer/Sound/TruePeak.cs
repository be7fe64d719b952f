namespace LiveDialogue.Mixer.Sound;

/// <summary>
/// How high one channel's wave rises between its samples, by fourfold interpolation (ITU-R BS.1770-4 Annex 2): a windowed sinc of 12 samples. Its answer is of
/// the sample <see cref="Delay"/> before. Mutable state in fixed memory.
/// </summary>
internal sealed class TruePeak
{
    /// <summary>Samples.</summary>
    public const int Delay = Taps / 2;

    private const int Taps = 12;
    private const int Phases = 3;                                   // between two samples; the samples themselves need no filter

    private static readonly float[] Filters = MakeFilters();

    private readonly float[] _past = new float[2 * Taps];           // twice, so that the newest Taps are always in a row
    private int _place;

    /// <returns>The largest magnitude from the sample <see cref="Delay"/> ago to the one after it.</returns>
    public float Next(float sample)
    {
        _past[_place] = _past[_place + Taps] = sample;
        _place = (_place + 1) % Taps;
        ReadOnlySpan<float> window = _past.AsSpan(_place, Taps);    // oldest first

        // The middle interval lies between window[Taps / 2 - 1] and window[Taps / 2].
        var peak = Math.Max(Math.Abs(window[Delay - 1]), Math.Abs(window[Delay]));
        for (var phase = 0; phase < Phases; phase++)
        {
            var sum = 0f;
            var filter = Filters.AsSpan(phase * Taps, Taps);
            for (var i = 0; i < Taps; i++) sum += window[i] * filter[i];
            peak = Math.Max(peak, Math.Abs(sum));
        }
        return peak;
    }

    private static float[] MakeFilters()
    {
        var filters = new float[Phases * Taps];
        for (var phase = 0; phase < Phases; phase++)
        {
            var at = Delay - 1 + ((phase + 1) / 4.0);
            var sum = 0.0;
            for (var i = 0; i < Taps; i++)
            {
                var x = i - at;
                var window = 0.5 + (0.5 * Math.Cos(Math.PI * x / (Delay + 0.5)));
                var value = Math.Sin(Math.PI * x) / (Math.PI * x) * window;
                filters[(phase * Taps) + i] = (float)value;
                sum += value;
            }
            for (var i = 0; i < Taps; i++) filters[(phase * Taps) + i] /= (float)sum;
        }
        return filters;
    }
}
