using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// What a publisher's path is seen to carry once it is full: less than what comes through while packets pile up in front of it. A sender's own estimate
/// hears of that by feedback that comes back over the same weak path, late and in part; this is one number, said again each second.
/// </summary>
internal sealed class UplinkCap
{
    /// <summary>Sound alone, with its headers.</summary>
    private const long Least = 30_000;

    /// <summary>Of what comes through: the rest empties the queue.</summary>
    private const double Share = 0.85;
    private const double PerSecond = 1.08;

    /// <summary>Loss without a queue is the radio's, and sending less doesn't help; that much, and a policer may be at work.</summary>
    private const double MuchLoss = 0.25;
    private const double SomeLoss = 0.10;
    private const double LittleLoss = 0.02;

    /// <summary>A queue that isn't a fifth shorter for what was taken away, this many times, isn't this publisher's.</summary>
    private const double Shorter = 0.8;
    private const int MostInVain = 2;
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan SomeQueue = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private MonoTime _trouble;
    private MonoTime _lowered;
    private TimeSpan _queueThen;
    private int _inVain;

    /// <summary><see cref="long.MaxValue"/>: anything.</summary>
    public long BitsPerSecond { get; private set; } = long.MaxValue;

    /// <summary>Each second in which pictures come: sound alone can't be less.</summary>
    /// <param name="received">Bits of the last second.</param>
    /// <param name="lost">0..1 of its packets.</param>
    /// <param name="queue">How much longer packets take than at their best.</param>
    /// <returns>False when sending less changed nothing: it is another route or others' traffic, and what was best no measure any more.</returns>
    public bool OnSecond(long received, double lost, TimeSpan queue, MonoTime now)
    {
        if (queue > LongQueue || lost > MuchLoss || (lost > SomeLoss && queue > SomeQueue)) return Lower(received, lost, queue, now);
        if (BitsPerSecond == long.MaxValue) return true;

        if (lost > LittleLoss || queue > SomeQueue) _trouble = now;
        else if (now - _trouble >= Calm) Release();
        else BitsPerSecond = (long)(BitsPerSecond * PerSecond);
        return true;
    }

    private bool Lower(long received, double lost, TimeSpan queue, MonoTime now)
    {
        _trouble = now;
        if (BitsPerSecond != long.MaxValue)
        {
            if (now - _lowered < BetweenSteps) return true;            // what it does isn't seen yet
            _inVain = lost <= SomeLoss && queue > _queueThen * Shorter ? _inVain + 1 : 0;
            if (_inVain >= MostInVain)
            {
                Release();
                return false;
            }
        }
        BitsPerSecond = Math.Max(Least, Math.Min(BitsPerSecond, (long)(received * Share)));
        (_lowered, _queueThen) = (now, queue);
        return true;
    }

    private void Release() => (BitsPerSecond, _inVain) = (long.MaxValue, 0);
}
