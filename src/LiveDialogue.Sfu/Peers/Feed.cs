using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Peers;

/// <summary>The name of one published track across shards, with the few facts that the stage reads of it. Any thread reads; the home shard writes.</summary>
/// <param name="home">Index of the publisher's shard.</param>
internal sealed class Feed(PublisherGate gate, int home, TrackFormat format, IReadOnlyList<string> rids)
{
    private long _lastPacket;
    private int _loudness;
    private volatile bool _ended;

    public PublisherGate Gate => gate;

    public int Home => home;

    public TrackFormat Format => format;

    public IReadOnlyList<string> Rids => rids;

    public MediaKind Kind => format.Kind;

    /// <summary>When media last came; <c>default</c> before any.</summary>
    public MonoTime LastPacket
    {
        get => new(Volatile.Read(ref _lastPacket));
        set => Volatile.Write(ref _lastPacket, value.Microseconds);
    }

    /// <summary>Smoothed level above silence, 0..127 dB.</summary>
    public int Loudness
    {
        get => Volatile.Read(ref _loudness);
        set => Volatile.Write(ref _loudness, value);
    }

    /// <summary>The publisher's session is over: nothing more will come.</summary>
    public bool Ended
    {
        get => _ended;
        set => _ended = value;
    }
}
