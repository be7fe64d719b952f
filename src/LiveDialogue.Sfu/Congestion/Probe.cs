using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// A question to the path: does it carry this rate? A few bursts, 10 ms apart, of whatever media there is and padding for the rest, told apart by the
/// number of their cluster; the answer is how fast they arrived. A mutable struct of fixed size.
/// </summary>
internal struct Probe
{
    /// <summary>A cluster is 1..7; 0 is no probe.</summary>
    public const int Clusters = 8;

    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private const int Shortest = 2;                                   // beats between the first burst and the last
    private const int Longest = 10;
    private const int LeastPerBurst = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private MonoTime _next;
    private MonoTime _first;
    private MonoTime _last;
    private MonoTime _giveUp;
    private MonoTime _firstArrival;
    private MonoTime _lastArrival;
    private int _bursts;
    private int _perBurst;
    private int _sent;
    private int _beforeLast;
    private int _owed;
    private int _arrived;
    private int _firstLength;
    private byte _number;

    /// <summary>What is asked for, or was last, in bits per second.</summary>
    public long Target { get; private set; }

    /// <summary>Waits for bursts to be sent, or for the answer.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>When <see cref="Take"/> has something to say.</summary>
    public readonly MonoTime NextDeadline => !IsOpen ? MonoTime.Never : _bursts > 0 ? _next : _giveUp;

    /// <summary>What is sent now belongs to it; 0: to none.</summary>
    public readonly int ClusterAt(MonoTime now) => IsOpen && _first != default && (_bursts > 0 || now <= _last) ? _number : 0;

    public void Begin(long bitsPerSecond, MonoTime now)
    {
        var number = (byte)((_number % (Clusters - 1)) + 1);
        var perBeat = bitsPerSecond * Beat.Ticks / TimeSpan.TicksPerSecond / 8;
        this = new Probe
        {
            Target = bitsPerSecond,
            IsOpen = true,
            _number = number,
            _next = now,
            _giveUp = now + Patience,
            _bursts = (int)Math.Clamp(LeastPerBurst * Shortest / Math.Max(1, perBeat), Shortest, Longest) + 1,
            _perBurst = (int)perBeat,
        };
    }

    /// <summary>How many bytes of padding should go now, for the burst to be whole.</summary>
    public int Take(MonoTime now)
    {
        if (_bursts <= 0 || now < _next) return 0;
        if (_first == default) _first = now;
        // A late beat makes a greater burst: the rate is what is asked about.
        var beats = 1 + (int)((now - _next).Ticks / Beat.Ticks);
        beats = Math.Min(beats, _bursts);
        (_bursts, _next, _last, _beforeLast) = (_bursts - beats, now + Beat, now, _sent);
        _owed = Math.Min(_owed, 0) + (beats * _perBurst);
        return Math.Max(0, _owed);
    }

    /// <summary>Something was sent under <see cref="ClusterAt"/>.</summary>
    public void OnSent(int length)
    {
        _sent += length;
        _owed -= length;
    }

    public readonly bool Owns(int cluster) => IsOpen && cluster == _number;

    /// <summary>One of its packets arrived.</summary>
    public void OnArrived(in SentPacket packet, MonoTime arrival)
    {
        if (_arrived == 0) (_firstArrival, _firstLength) = (arrival, packet.Length);
        _arrived += packet.Length;
        if (arrival > _lastArrival) _lastArrival = arrival;
    }

    /// <summary>After each report.</summary>
    /// <param name="newest">When the newest packet that was told of was sent.</param>
    /// <returns>The rate at which it arrived, at most a tenth more than was asked for; 0 when nobody can tell; null while there is no answer.</returns>
    public long? Conclude(MonoTime newest, MonoTime now)
    {
        if (!IsOpen || _bursts > 0) return null;
        if (_arrived < _sent && newest <= _last && now < _giveUp) return null;

        var sending = (_last - _first).TotalSeconds;
        var arriving = (_lastArrival - _firstArrival).TotalSeconds;
        IsOpen = false;
        if (_arrived < _sent / 4 || sending <= 0 || arriving <= 0) return 0;

        var sent = _beforeLast * 8 / sending;
        var arrived = (_arrived - _firstLength) * 8 / arriving;
        // Where it came slower than it went, or in part, that is what the path carries, and a little less leaves no queue.
        var isFull = arrived < 0.9 * sent || _arrived < 0.9 * _sent;
        var result = isFull ? 0.95 * Math.Min(arrived, sent * _arrived / _sent) : Math.Min(arrived, sent);
        return (long)Math.Min(result, Target * 1.1);
    }
}
