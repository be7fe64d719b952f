using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// What one viewer was sent lately, by transport-wide number, until it tells what became of it. 8 bytes a packet; as long as a second of the fastest
/// that this viewer was ever sent, and never more.
/// </summary>
internal struct SentPackets()
{
    private const int FirstCapacity = 256;                            // 2 KB: sound and a picture of 1.5 Mbit/s
    private const int MaxCapacity = 4096;
    private const uint KeptMicroseconds = 1_000_000;
    private const int LengthBits = 11;
    private const int LengthMask = (1 << LengthBits) - 1;
    private const int ClusterMask = Probe.Clusters - 1;

    private Record[] _records = new Record[FirstCapacity];

    private enum Fate { None, UnderWay, Lost }

    /// <summary>Packets it has room for.</summary>
    public int Capacity => _records.Length;

    /// <summary>Reads where <see cref="Add"/> will write: see <see cref="Peers.ISlotOwner.Preload"/>.</summary>
    public int Preload(ushort sequence) => _records[sequence & (_records.Length - 1)].Sequence;

    /// <param name="length">As it goes over the wire, at most 2,047.</param>
    /// <param name="cluster">The probe it belongs to; 0: none.</param>
    public void Add(ushort sequence, int length, int cluster, MonoTime now)
    {
        var sent = unchecked((uint)now.Microseconds);
        ref var place = ref _records[sequence & (_records.Length - 1)];
        if (place.Fate == Fate.UnderWay && unchecked(sent - place.Sent) < KeptMicroseconds && _records.Length < MaxCapacity)
        {
            Grow();
            place = ref _records[sequence & (_records.Length - 1)];
        }
        place = new Record(sent, sequence, length, cluster, Fate.UnderWay);
    }

    /// <summary>It arrived.</summary>
    /// <returns>False when it is too old, was told of before or was never sent.</returns>
    public bool TryTake(ushort sequence, MonoTime now, out SentPacket packet)
    {
        ref var place = ref _records[sequence & (_records.Length - 1)];
        packet = default;
        if (place.Fate == Fate.None || place.Sequence != sequence) return false;

        packet = new SentPacket(SentAt(place, now), place.Length, place.Cluster, place.Fate == Fate.Lost);
        place = default;
        return true;
    }

    /// <summary>It didn't arrive, or not yet: a later report may say otherwise.</summary>
    /// <returns>Whether that is news.</returns>
    public bool TryLose(ushort sequence)
    {
        ref var place = ref _records[sequence & (_records.Length - 1)];
        if (place.Fate != Fate.UnderWay || place.Sequence != sequence) return false;

        place = new Record(place.Sent, place.Sequence, place.Length, place.Cluster, Fate.Lost);
        return true;
    }

    // Times are the low half of a clock's: enough for what is younger than 71 minutes.
    private static MonoTime SentAt(in Record record, MonoTime now) => new(now.Microseconds - unchecked((uint)now.Microseconds - record.Sent));

    private void Grow()
    {
        var wider = new Record[_records.Length * 2];
        foreach (var record in _records)
            if (record.Fate != Fate.None) wider[record.Sequence & (wider.Length - 1)] = record;
        _records = wider;
    }

    private readonly struct Record(uint sent, ushort sequence, int length, int cluster, Fate fate)
    {
        private readonly ushort _rest = (ushort)(Math.Min(length, LengthMask) | ((cluster & ClusterMask) << LengthBits) | ((int)fate << (LengthBits + 3)));

        public readonly uint Sent = sent;
        public readonly ushort Sequence = sequence;

        public int Length => _rest & LengthMask;
        public int Cluster => (_rest >> LengthBits) & ClusterMask;
        public Fate Fate => (Fate)(_rest >> (LengthBits + 3));
    }
}

/// <summary>One packet as it was sent.</summary>
/// <param name="Cluster">The probe it belongs to; 0: none.</param>
/// <param name="WasLost">An earlier report said that it hadn't come.</param>
internal readonly record struct SentPacket(MonoTime Sent, int Length, int Cluster, bool WasLost);
