using LiveDialogue.Mixer.Sound;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>Decoded sound that waits to be played, interleaved stereo. Fixed memory.</summary>
internal sealed class PcmQueue
{
    /// <summary>Samples per channel: two of Opus's longest packets and what time stretching needs.</summary>
    private const int Capacity = 16_384;

    private readonly float[] _samples = new float[Capacity * 2];

    /// <summary>Samples per channel.</summary>
    public int Count { get; private set; }

    /// <summary>Room for this many samples per channel, to be filled and then <see cref="Commit"/>ted.</summary>
    public Span<float> Reserve(int count) => _samples.AsSpan(Count * 2, Math.Min(count, Capacity - Count) * 2);

    public void Commit(int count) => Count += count;

    public void Take(Span<float> stereo)
    {
        var count = stereo.Length / 2;
        _samples.AsSpan(0, stereo.Length).CopyTo(stereo);
        _samples.AsSpan(stereo.Length, (Count - count) * 2).CopyTo(_samples);
        Count -= count;
    }

    /// <returns>Samples per channel that are gone; 0 when there is too little to do it without being heard.</returns>
    public int Shrink()
    {
        var removed = TimeScale.Shrink(_samples.AsSpan(0, Count * 2));
        Count -= removed;
        return removed;
    }

    /// <returns>Samples per channel that there are more now.</returns>
    public int Stretch()
    {
        var added = TimeScale.Stretch(_samples, Count);
        Count += added;
        return added;
    }

    public void Clear() => Count = 0;
}
