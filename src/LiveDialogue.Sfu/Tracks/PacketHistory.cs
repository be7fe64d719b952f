using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// The last packets of one layer, for retransmission and for starting a subscriber: one per layer and shard, whatever the number of subscribers.
/// Holds each packet's buffer until it is overwritten, older than <see cref="MaxAge"/>, or disposed.
/// </summary>
/// <param name="capacity">A power of two.</param>
internal sealed class PacketHistory(int capacity) : IDisposable
{
    /// <summary>Longer than the program's distance of keyframes, and than a publisher is left alone after one: so a viewer finds either a start or an ear.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(4);

    private readonly SourcePacket[] _packets = new SourcePacket[capacity];
    private readonly int _mask = capacity - 1;
    private long _oldest = long.MaxValue;

    /// <summary>The highest sequence added; -1 before the first.</summary>
    public long Highest { get; private set; } = -1;

    /// <returns>False when it is there already, or so old that its place is taken.</returns>
    public bool TryAdd(in SourcePacket packet)
    {
        ref var place = ref _packets[packet.ExtendedSequence & _mask];
        if (place.Buffer is not null)
        {
            if (place.ExtendedSequence >= packet.ExtendedSequence) return false;
            place.Buffer.Release();
        }
        else if (packet.ExtendedSequence <= Highest - capacity)
        {
            return false;
        }

        place = packet;
        place.Buffer.Hold();
        Highest = Math.Max(Highest, packet.ExtendedSequence);
        _oldest = Math.Min(_oldest, packet.ExtendedSequence);
        return true;
    }

    /// <returns>False when it never came, is gone or too old. The packet's buffer stays the history's: valid until the next call that adds.</returns>
    public bool TryGet(long extendedSequence, MonoTime now, out SourcePacket packet)
    {
        if (extendedSequence >= 0)
        {
            packet = _packets[extendedSequence & _mask];
            if (packet.Buffer is not null && packet.ExtendedSequence == extendedSequence && now - packet.Buffer.Arrival <= MaxAge) return true;
        }
        packet = default;
        return false;
    }

    /// <summary>Gives back what is too old, so that a layer that stopped keeps nothing. Costs as much as there is to give back.</summary>
    public void Trim(MonoTime now)
    {
        _oldest = Math.Max(_oldest, Highest - _mask);
        for (; _oldest <= Highest; _oldest++)
        {
            ref var place = ref _packets[_oldest & _mask];
            if (place.Buffer is null) continue;
            if (now - place.Buffer.Arrival <= MaxAge) return;
            place.Buffer.Release();
            place = default;
        }
        _oldest = long.MaxValue;
    }

    public void Dispose()
    {
        for (var i = 0; i < _packets.Length; i++)
        {
            _packets[i].Buffer?.Release();
            _packets[i] = default;
        }
    }
}
