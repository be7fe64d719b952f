namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Which ticks are keyframes: those of a grid of two seconds, where HLS cuts its segments, and between them on request, at most every 500 ms.
/// </summary>
internal sealed class KeyframeRequests(int framesPerSecond)
{
    private long _last = long.MinValue / 2;
    private int _wanted;
    private volatile bool _urgent;

    /// <summary>Any thread.</summary>
    public void Want() => Volatile.Write(ref _wanted, 1);

    /// <summary>The next tick, whatever the last was: nobody may see anything that builds on what was before. Any thread.</summary>
    public void Demand() => _urgent = true;

    /// <summary>The program's thread, tick after tick; some may be left out.</summary>
    public bool IsKeyframe(long tick)
    {
        var group = 2L * framesPerSecond;
        var onGrid = tick / group > _last / group; // the first one drawn of those two seconds
        if (!onGrid && !_urgent && (tick - _last < framesPerSecond / 2 || Volatile.Read(ref _wanted) == 0)) return false;

        _last = tick;
        Volatile.Write(ref _wanted, 0);
        _urgent = false;
        return true;
    }
}
