using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>Keeps a viewer that asks twice within one round trip from being sent two repairs.</summary>
internal sealed class RecentRepairs
{
    private const int Remembered = 64;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private readonly (long Sequence, MonoTime At)[] _last = new (long, MonoTime)[Remembered];

    public bool TryBegin(long sequence, TimeSpan roundTrip, MonoTime now)
    {
        ref var last = ref _last[sequence % Remembered];
        var quiet = roundTrip * 0.8;
        if (last.Sequence == sequence && now - last.At < (quiet > Shortest ? quiet : Shortest)) return false;
        last = (sequence, now);
        return true;
    }
}
