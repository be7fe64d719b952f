using System.Numerics;
using System.Runtime.InteropServices;

namespace LiveDialogue.Sfu.Io;

/// <summary>
/// A bounded queue into one shard: any thread adds, the shard takes; without locks (D. Vyukov's bounded queue: each place has a turn number,
/// so that an adder claims a place by one compare-and-swap and the taker sees when it is written). Full means full: the adder decides what to drop.
/// </summary>
internal sealed class Inbox<T>(int capacity)
{
    private readonly Place[] _places = MakePlaces(capacity);
    private readonly long _mask = BitOperations.RoundUpToPowerOf2((uint)capacity) - 1;
    private PaddedCounter _added;
    private PaddedCounter _taken;

    public bool IsEmpty => Volatile.Read(ref _taken.Value) == Volatile.Read(ref _added.Value);

    /// <summary>More than three quarters full: what can be spared should be.</summary>
    public bool IsCrowded => (Volatile.Read(ref _added.Value) - Volatile.Read(ref _taken.Value)) * 4 > (_mask + 1) * 3;

    public bool TryAdd(in T item)
    {
        while (true)
        {
            var turn = Volatile.Read(ref _added.Value);
            ref var place = ref _places[turn & _mask];
            var ready = Volatile.Read(ref place.Turn);
            if (ready == turn)
            {
                if (Interlocked.CompareExchange(ref _added.Value, turn + 1, turn) != turn) continue;
                place.Item = item;
                Volatile.Write(ref place.Turn, turn + 1);
                return true;
            }
            if (ready < turn) return false;    // a whole round behind: not yet taken
        }
    }

    /// <summary>The shard's thread only.</summary>
    public bool TryTake(out T item)
    {
        var turn = _taken.Value;
        ref var place = ref _places[turn & _mask];
        if (Volatile.Read(ref place.Turn) != turn + 1)
        {
            item = default!;    // not looked at when false is returned
            return false;
        }
        item = place.Item;
        place.Item = default!;
        Volatile.Write(ref place.Turn, turn + _mask + 1);
        Volatile.Write(ref _taken.Value, turn + 1);
        return true;
    }

    private static Place[] MakePlaces(int capacity)
    {
        var places = new Place[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        for (var i = 0; i < places.Length; i++) places[i].Turn = i;
        return places;
    }

    private struct Place
    {
        public long Turn;
        public T Item;
    }
}

/// <summary>Alone on its cache lines, so that two counters which different threads write don't slow each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct PaddedCounter
{
    [FieldOffset(64)]
    public long Value;
}
