using LiveDialogue.Mixer.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// How far the encoder is behind, as a sign of a machine that is too slow. What waits while a process starts is none: nothing could be taken, however
/// fast the machine is, and a lower rate would make the start no shorter. Nor is what waited for it meanwhile, while it is being caught up with.
/// Not thread-safe.
/// </summary>
internal sealed class EncoderPressure
{
    /// <summary>Who hasn't caught up by then can't keep up: a second of pictures waits at most, and they're coded at half as fast again as they come.</summary>
    public static readonly TimeSpan MostToCatchUp = TimeSpan.FromSeconds(3);

    private MonoTime? _caughtUpBy;
    private bool _starts = true;

    /// <summary>An encoder was started.</summary>
    public void Start() => (_starts, _caughtUpBy) = (true, null);

    /// <summary>It has given its first pictures.</summary>
    public void Flow(MonoTime now) => (_starts, _caughtUpBy) = (false, now + MostToCatchUp);

    /// <param name="waiting">Pictures that no encoder has taken yet.</param>
    /// <returns>Those of them that count.</returns>
    public int Of(int waiting, MonoTime now)
    {
        if (_starts) return 0;
        if (_caughtUpBy is { } limit && waiting > RateGovernor.MostBacklog && now < limit) return 0;
        _caughtUpBy = null;
        return waiting;
    }
}
