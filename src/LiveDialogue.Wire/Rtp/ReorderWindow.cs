namespace LiveDialogue.Wire.Rtp;

/// <summary>
/// Puts one stream's packets back in order and waits a while for what is missing: a repair comes once, late and out of order. How long is learnt from the repairs
/// that come, within <see cref="ShortestPatience"/> and <see cref="LongestPatience"/>. Copies what it is given. One thread.
/// </summary>
public sealed class ReorderWindow
{
    /// <summary>Packets held at most; more behind a hole end the waiting.</summary>
    public const int Capacity = 256;

    private const int LargestPacket = 1600;
    private const int SlotMask = Capacity - 1;

    private readonly byte[]?[] _slots = new byte[Capacity][];
    private readonly Note[] _notes = new Note[Capacity];
    private SequenceNumber _next;
    private MonoTime _holeSince;
    private TimeSpan _patience = ShortestPatience;
    private MonoTime _gaveUpSince;
    private SequenceNumber _gaveUp;
    private bool _started;
    private bool _gap;
    private int _held;

    public static TimeSpan ShortestPatience => TimeSpan.FromMilliseconds(80);

    public static TimeSpan LongestPatience => TimeSpan.FromMilliseconds(600);

    /// <summary>How long a hole is waited for now.</summary>
    public TimeSpan Patience => _patience;

    /// <summary>Packets are held behind a hole: <see cref="TryTake"/> wants to be asked again although nothing arrives.</summary>
    public bool IsWaiting => _held > 0;

    /// <summary>Packets that came twice, after they were given up, or larger than any datagram of ours.</summary>
    public long Dropped { get; private set; }

    /// <summary>Holes nobody filled in time.</summary>
    public long Holes { get; private set; }

    /// <param name="rtp">A packet that parses; copied.</param>
    public void Add(ReadOnlySpan<byte> rtp, SequenceNumber number, MonoTime now)
    {
        if (rtp.Length > LargestPacket)
        {
            Dropped++;
            return;
        }
        if (!_started) (_started, _next) = (true, number);
        var ahead = number.DistanceFrom(_next);
        if (ahead is < 0 and > -Capacity * 4)
        {
            Dropped++;
            LearnFromLate(number, now);
            return;
        }
        if (ahead is < 0 or >= Capacity) StartOver(number);

        var place = number.Value & SlotMask;
        if (_notes[place].Length > 0)
        {
            Dropped++;
            return;
        }
        var slot = _slots[place] ??= new byte[LargestPacket];
        rtp.CopyTo(slot);
        _notes[place] = new(rtp.Length, now);
        _held++;
        if (number != _next)
        {
            if (_held == 1) _holeSince = now;
        }
        else if (_held > 1)
        {
            LearnFromRepair(now);
        }
    }

    /// <param name="packet">The next in order; valid until the next <see cref="Add"/>.</param>
    /// <param name="afterGap">Something before it will never come.</param>
    /// <returns>False while there is nothing, or a hole is still waited for.</returns>
    public bool TryTake(MonoTime now, out ReadOnlySpan<byte> packet, out bool afterGap)
    {
        packet = default;
        afterGap = false;
        if (_held == 0) return false;

        if (_notes[_next.Value & SlotMask].Length == 0 && !TrySkipHole(now)) return false;

        var place = _next.Value & SlotMask;
        packet = _slots[place].AsSpan(0, _notes[place].Length);
        _notes[place] = default;
        _held--;
        _next = _next.Next;
        (afterGap, _gap) = (_gap, false);
        if (_held > 0 && _notes[_next.Value & SlotMask].Length == 0) _holeSince = FirstHeldArrival();
        return true;
    }

    private bool TrySkipHole(MonoTime now)
    {
        if (now - _holeSince < _patience) return false;
        (_gaveUp, _gaveUpSince) = (_next, _holeSince);
        while (_notes[_next.Value & SlotMask].Length == 0) _next = _next.Next; // something is held, so this ends
        _gap = true;
        Holes++;
        return true;
    }

    private MonoTime FirstHeldArrival()
    {
        var number = _next;
        while (_notes[number.Value & SlotMask].Length == 0) number = number.Next;
        return _notes[number.Value & SlotMask].Arrival;
    }

    // A jump too far to be loss: another stream, or a long silence. What was held is of no use without what is between.
    private void StartOver(SequenceNumber number)
    {
        Array.Clear(_notes);
        _held = 0;
        _next = number;
        _gap = true;
        Holes++;
    }

    private void LearnFromRepair(MonoTime now)
    {
        var wanted = ((now - _holeSince) * 1.5) + TimeSpan.FromMilliseconds(20);
        _patience = Clamp(wanted > _patience ? wanted : _patience - ((_patience - wanted) * 0.05));
    }

    private void LearnFromLate(SequenceNumber number, MonoTime now)
    {
        if (number == _gaveUp && Holes > 0) _patience = Clamp(now - _gaveUpSince + TimeSpan.FromMilliseconds(20));
    }

    private static TimeSpan Clamp(TimeSpan patience) =>
        patience < ShortestPatience ? ShortestPatience : patience > LongestPatience ? LongestPatience : patience;

    private readonly record struct Note(int Length, MonoTime Arrival);
}
