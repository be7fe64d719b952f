using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Tells a publisher when each of its packets arrived, repairs and padding included, so that its estimator works
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). One per publisher's peer. Without this Chromium sends 30 kbit/s.
/// </summary>
/// <param name="localSsrc">What our RTCP names as its sender.</param>
internal sealed class TransportFeedbackBuilder(uint localSsrc)
{
    /// <summary>How far back a late packet is still told of: two seconds of a fast publisher.</summary>
    private const int Window = 1024;

    /// <summary>With large deltas this many take just under 1,200 bytes.</summary>
    private const int MaxPerMessage = 400;

    /// <summary>Of one message with what is around it: UDP, SRTCP, the fixed part and a chunk or two.</summary>
    private const int MessageBits = 68 * 8;

    /// <summary>Of what the publisher sends, since a weak uplink has seldom a strong way back.</summary>
    private const double Share = 0.05;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly MonoTime?[] _arrivals = new MonoTime?[Window];
    private readonly MonoTime?[] _message = new MonoTime?[MaxPerMessage];
    private RateMeter _rate;
    private SequenceUnwrapper _unwrapper;
    private long _next = -1;                                           // the first not yet told of
    private long _highest = -1;
    private uint _mediaSsrc;
    private byte _count;

    /// <summary><see cref="MonoTime.Never"/> while there is nothing to tell.</summary>
    public MonoTime NextDeadline { get; private set; } = MonoTime.Never;

    /// <summary>Any RTP packet whose header has the extension, whatever becomes of it.</summary>
    /// <param name="length">In bytes.</param>
    public void OnPacket(ushort sequence, uint mediaSsrc, int length, MonoTime now)
    {
        _rate.Add(length, now);
        var extended = _unwrapper.Unwrap(new SequenceNumber(sequence)) + 65_536;
        if (_highest < 0) (_next, _highest) = (extended, extended - 1);
        if (extended <= _highest - Window) return;

        if (extended > _highest)
        {
            for (var passed = Math.Max(_highest + 1, extended - Window + 1); passed < extended; passed++) _arrivals[passed % Window] = null;
            _highest = extended;
        }
        _arrivals[extended % Window] = now;

        // A late one was told of as lost: it is told of again, as arrived.
        _next = Math.Max(Math.Min(_next, extended), _highest - Window + 1);
        _mediaSsrc = mediaSsrc;
        if (NextDeadline == MonoTime.Never) NextDeadline = now + Interval(now);
    }

    /// <summary>Writes one message when it is due. Call until false.</summary>
    /// <param name="destination">1,200 bytes.</param>
    public bool TryWrite(Span<byte> destination, MonoTime now, out int length)
    {
        length = 0;
        if (now < NextDeadline) return false;

        SkipLongGap();
        var count = (int)Math.Min(MaxPerMessage, _highest - _next + 1);
        for (var i = 0; i < count; i++) _message[i] = _arrivals[(_next + i) % Window];
        if (count > 0)
        {
            length = TransportFeedback.Write(
                destination, localSsrc, _mediaSsrc, _count, new SequenceNumber((ushort)_next), _message.AsSpan(0, count), out var taken);
            _next += taken;
            unchecked { _count++; }
        }
        // A gap of more than eight seconds between two packets needs a message of its own, so a message may take less than all.
        if (length == 0 || _next > _highest) NextDeadline = MonoTime.Never;
        return length != 0;
    }

    /// <summary>50 ms for what is fast enough, 250 ms for 45 kbit/s.</summary>
    private TimeSpan Interval(MonoTime now)
    {
        var bitsPerSecond = Math.Max(1, _rate.BitsPerSecond(now));
        var interval = TimeSpan.FromSeconds(MessageBits / (Share * bitsPerSecond));
        return interval < Shortest ? Shortest : interval > Longest ? Longest : interval;
    }

    // Losses are told of by standing before or between arrivals. A message of losses alone can't be written: a gap that long was a broken path,
    // and its beginning tells nothing more.
    private void SkipLongGap()
    {
        var arrived = _next;
        while (arrived <= _highest && _arrivals[arrived % Window] is null) arrived++;
        _next = Math.Max(_next, arrived - (MaxPerMessage / 2));
    }
}
