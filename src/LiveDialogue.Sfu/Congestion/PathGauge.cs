using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>What is told of one session's path: written by its shard once a second, read by anybody: each number whole, together about of one moment.</summary>
/// <param name="mids">Of a viewer's pictures, in the order of the m-lines.</param>
/// <param name="publishes">It tells of what comes up.</param>
internal sealed class PathGauge(IReadOnlyList<string> mids, bool publishes = false)
{
    private readonly string?[] _layers = new string?[mids.Count];
    private readonly int[] _reasons = new int[mids.Count];
    private long _estimate = long.MaxValue;
    private long _sent;
    private long _roundTripTicks;
    private double _lost;
    private long _received, _allowed = long.MaxValue, _restored, _jitterTicks, _queueTicks;
    private double _uplinkLost, _missing;
    private int _kind;
    private bool _isIPv6;
    private int _trouble = -1;
    private long _troubleBegan, _troubleEnded;
    private PeerPath? _path;                                           // the shard's alone

    /// <summary><see cref="long.MaxValue"/>: nothing speaks against any rate.</summary>
    public long Estimate => Volatile.Read(ref _estimate);

    public bool IsViewers => !publishes;

    public void Write(long estimate, long sent, TimeSpan roundTrip, double lost)
    {
        Volatile.Write(ref _estimate, estimate);
        Volatile.Write(ref _sent, sent);
        Volatile.Write(ref _lost, lost);
        WriteRoundTrip(roundTrip);
    }

    public void WriteRoundTrip(TimeSpan roundTrip) => Volatile.Write(ref _roundTripTicks, roundTrip.Ticks);

    /// <param name="slot">Among the pictures.</param>
    public void Write(int slot, PublishedLayer? layer, LayerReason why)
    {
        Volatile.Write(ref _layers[slot], layer is null ? null : layer.Rid ?? NameOf(layer.Index));
        Volatile.Write(ref _reasons[slot], (int)why);
    }

    /// <param name="allowed"><see cref="long.MaxValue"/>: anything.</param>
    public void WriteUplink(long received, long allowed, double lost, TimeSpan queue)
    {
        Volatile.Write(ref _received, received);
        Volatile.Write(ref _allowed, allowed);
        Volatile.Write(ref _uplinkLost, lost);
        Volatile.Write(ref _queueTicks, queue.Ticks);
    }

    public void WriteSound(double missing, long restored, TimeSpan jitter)
    {
        Volatile.Write(ref _missing, missing);
        Volatile.Write(ref _restored, restored);
        Volatile.Write(ref _jitterTicks, jitter.Ticks);
    }

    /// <param name="silentSince">Null: it isn't.</param>
    public void WritePath(PeerPath? path, PathKind kind, MonoTime? silentSince, MonoTime now)
    {
        Volatile.Write(ref _kind, (int)kind);
        var silent = Volatile.Read(ref _trouble) == (int)PathTroubleKind.Silence && _troubleEnded == 0;
        if (silentSince is { } since && !silent) Begin(PathTroubleKind.Silence, since, ended: default);
        else if (silentSince is null && silent) Volatile.Write(ref _troubleEnded, now.Microseconds);

        if (_path is not null && path is not null && _path != path) Begin(PathTroubleKind.Moved, now, now);
        _path = path ?? _path;
        Volatile.Write(ref _isIPv6, _path is { Remote.IsIPv4: false });
    }

    public PathReading Read(MonoTime now)
    {
        var slots = new SlotReading[mids.Count];
        for (var i = 0; i < slots.Length; i++) slots[i] = new(mids[i], Volatile.Read(ref _layers[i]), (LayerReason)Volatile.Read(ref _reasons[i]));
        var estimate = Estimate;
        return new(estimate == long.MaxValue ? null : estimate, Volatile.Read(ref _sent), TicksOf(ref _roundTripTicks), Volatile.Read(ref _lost), slots)
        {
            Kind = (PathKind)Volatile.Read(ref _kind),
            IsIPv6 = Volatile.Read(ref _isIPv6),
            Uplink = publishes ? Uplink() : null,
            LastTrouble = Trouble(now),
        };
    }

    private UplinkReading Uplink()
    {
        var allowed = Volatile.Read(ref _allowed);
        return new(
            Volatile.Read(ref _received), allowed == long.MaxValue ? null : allowed, Volatile.Read(ref _uplinkLost), Volatile.Read(ref _missing),
            Volatile.Read(ref _restored), TicksOf(ref _jitterTicks), TicksOf(ref _queueTicks));
    }

    private PathTrouble? Trouble(MonoTime now)
    {
        var kind = Volatile.Read(ref _trouble);
        if (kind < 0) return null;
        var (began, ended) = (new MonoTime(Volatile.Read(ref _troubleBegan)), new MonoTime(Volatile.Read(ref _troubleEnded)));
        return ended == default ? new((PathTroubleKind)kind, TimeSpan.Zero, now - began) : new((PathTroubleKind)kind, now - ended, ended - began);
    }

    private void Begin(PathTroubleKind kind, MonoTime began, MonoTime ended)
    {
        Volatile.Write(ref _troubleBegan, began.Microseconds);
        Volatile.Write(ref _troubleEnded, ended.Microseconds);
        Volatile.Write(ref _trouble, (int)kind);
    }

    private static TimeSpan TicksOf(ref long ticks) => new(Volatile.Read(ref ticks));

    // Interned, since the shard writes it and allocates nothing.
    private static string NameOf(int index) => index switch { 0 => "0", 1 => "1", 2 => "2", _ => "3" };
}
