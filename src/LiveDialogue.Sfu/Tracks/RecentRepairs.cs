using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// Bounds what one slot repairs: not twice within one round trip, and no more bytes than half of the media's. Where a path is too narrow every packet
/// is missed and asked for, and repairs without a bound would be all that it carries.
/// </summary>
internal struct RecentRepairs()
{
    private const int Remembered = 64;

    /// <summary>What an outage of a quarter second costs at 1.5 Mbit/s, once; refilled by half of what is sent.</summary>
    private const int MaxBudget = 48_000;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private (long Sequence, MonoTime At)[]? _last;                     // most viewers never miss a packet
    private int _twiceBudget = 2 * MaxBudget;                          // nothing is rounded: a burst earns what its packets earn

    /// <summary>Reads what <see cref="OnSent"/> will change: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload() => _twiceBudget;

    /// <summary>Media went out: it earns repairs.</summary>
    public void OnSent(int length) => _twiceBudget = Math.Min(2 * MaxBudget, _twiceBudget + length);

    /// <returns>Null when the repair may go; it is then counted.</returns>
    public DropReason? TryBegin(long sequence, int length, TimeSpan roundTrip, MonoTime now)
    {
        _last ??= new (long, MonoTime)[Remembered];
        ref var last = ref _last[sequence % Remembered];
        var quiet = roundTrip * 0.8;
        if (last.Sequence == sequence && now - last.At < (quiet > Shortest ? quiet : Shortest)) return DropReason.Duplicate;
        if (2 * length > _twiceBudget) return DropReason.TooManyRepairs;
        last = (sequence, now);
        _twiceBudget -= 2 * length;
        return null;
    }
}
