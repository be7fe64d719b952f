using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>One viewer's figures, written by its shard each second and read by anybody: each number whole, together about of one moment.</summary>
/// <param name="mids">Of its pictures, in the order of the m-lines.</param>
internal sealed class PathGauge(IReadOnlyList<string> mids)
{
    private readonly string?[] _layers = new string?[mids.Count];
    private readonly int[] _reasons = new int[mids.Count];
    private long _estimate = long.MaxValue;
    private long _sent;
    private long _roundTripTicks;
    private double _lost;

    /// <summary><see cref="long.MaxValue"/>: nothing speaks against any rate.</summary>
    public long Estimate => Volatile.Read(ref _estimate);

    public void Write(long estimate, long sent, TimeSpan roundTrip, double lost)
    {
        Volatile.Write(ref _estimate, estimate);
        Volatile.Write(ref _sent, sent);
        Volatile.Write(ref _roundTripTicks, roundTrip.Ticks);
        Volatile.Write(ref _lost, lost);
    }

    /// <param name="slot">Among the pictures.</param>
    public void Write(int slot, PublishedLayer? layer, LayerReason why)
    {
        Volatile.Write(ref _layers[slot], layer is null ? null : layer.Rid ?? NameOf(layer.Index));
        Volatile.Write(ref _reasons[slot], (int)why);
    }

    public PathReading Read()
    {
        var slots = new SlotReading[mids.Count];
        for (var i = 0; i < slots.Length; i++) slots[i] = new(mids[i], Volatile.Read(ref _layers[i]), (LayerReason)Volatile.Read(ref _reasons[i]));
        var estimate = Estimate;
        return new(estimate == long.MaxValue ? null : estimate, Volatile.Read(ref _sent), new TimeSpan(Volatile.Read(ref _roundTripTicks)), Volatile.Read(ref _lost), slots);
    }

    // Interned, since the shard writes it and allocates nothing.
    private static string NameOf(int index) => index switch { 0 => "0", 1 => "1", 2 => "2", _ => "3" };
}
