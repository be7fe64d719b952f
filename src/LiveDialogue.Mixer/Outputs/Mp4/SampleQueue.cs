using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>
/// Samples of one track that aren't written yet, in order of time. A sample lasts until the next one begins, so a hole becomes a longer sample.
/// </summary>
internal sealed class SampleQueue(MediaTrack track)
{
    /// <summary>FLV counts whole milliseconds: a frame of sound this near to where the last one ends begins there.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(3);

    private readonly List<Sample> _samples = [];
    private readonly long _rounding = track.Count(Rounding);
    private long _last = long.MinValue;
    private bool _waitsForSync = true;

    public MediaTrack Track => track;

    public List<Sample> Samples => _samples;

    public bool IsEmpty => _samples.Count == 0;

    /// <summary>Of the newest sample ever added; null before the first.</summary>
    public long? Last => _last == long.MinValue ? null : _last;

    /// <returns>False: dropped, since it isn't later than the one before, or can't be decoded without what was lost.</returns>
    public bool Add(in EncodedUnit unit)
    {
        if (_waitsForSync && !unit.IsKeyframe) return false;
        var time = track.Count(unit.Time);
        if (!track.IsVideo && _last != long.MinValue && Math.Abs(time - (_last + track.FrameDuration)) <= _rounding) time = _last + track.FrameDuration;
        if (time <= _last) return false;
        _samples.Add(new Sample(time, unit.IsKeyframe, unit.Bytes));
        _last = time;
        _waitsForSync = false;
        return true;
    }

    /// <summary>How many samples begin before a time.</summary>
    public int CountBefore(long time)
    {
        var count = 0;
        while (count < _samples.Count && _samples[count].Time < time) count++;
        return count;
    }

    public bool HasSyncAt(long time)
    {
        foreach (var sample in _samples)
            if (sample.Time == time) return sample.IsSync;
        return false;
    }

    public void DropFirst(int count) => _samples.RemoveRange(0, count);

    /// <summary>Units were lost: the next to be taken is one that needs none before it.</summary>
    public void WaitForSync() => _waitsForSync = true;
}
