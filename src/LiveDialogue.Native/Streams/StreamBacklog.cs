using System.Buffers.Binary;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Streams;

/// <summary>
/// What waits to be sent on one connection, framed, in order. Bounded by the time it would take: a stream that is slower than the media keeps the
/// sound and loses pictures, to the end of each frame, as soon as 400 ms wait. Pure; no sockets, no clock.
/// </summary>
internal sealed class StreamBacklog
{
    /// <summary>Bytes that wait at most, whatever the stream carries.</summary>
    internal const int Most = 128 * 1024;

    /// <summary>Pictures begin to be dropped here on a stream of unknown speed.</summary>
    internal const int MostOfPictures = 96 * 1024;

    /// <summary>And never below this: a frame's packets come at once.</summary>
    internal const int LeastOfPictures = 8 * 1024;

    /// <summary>RTP of more bytes is a picture's: sound has 20 ms of at most 128 kbit/s, with its redundancy.</summary>
    internal const int SoundBytes = 700;

    private const int MaxCut = 16;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    private readonly List<uint> _cut = [];
    private byte[] _bytes = new byte[4096];
    private int _start, _end;
    private int _limit = MostOfPictures;
    private MonoTime _windowEnds;
    private int _sentInWindow;
    private bool _wasEmpty = true;

    internal ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start.._end);

    /// <summary>The same, for an asynchronous or socket call that wants memory.</summary>
    internal int Length => _end - _start;

    /// <summary>What pictures may fill now, in bytes.</summary>
    internal int Limit => _limit;

    /// <returns>False when it was dropped.</returns>
    internal bool TryAdd(ReadOnlySpan<byte> datagram)
    {
        var framed = datagram.Length + StreamFrames.HeaderLength;
        if (Length + framed > Most || IsCut(datagram) || !MakeRoom(framed)) return false;
        _end += StreamFrames.Write(datagram, _bytes.AsSpan(_end));
        return true;
    }

    /// <summary>The kernel took so many bytes from the front.</summary>
    internal void Sent(int count, MonoTime now)
    {
        _start += count;
        _sentInWindow += count;
        if (_start == _end) (_start, _end, _wasEmpty) = (0, 0, true);
        if (now < _windowEnds) return;

        // A stream that was never empty went as fast as it can: 400 ms of that may wait. Else the speed isn't known to be a limit.
        _limit = _wasEmpty ? Math.Min(_limit * 2, MostOfPictures) : Math.Clamp(_sentInWindow * 2, LeastOfPictures, MostOfPictures);
        (_windowEnds, _sentInWindow, _wasEmpty) = (now + Window, 0, _start == _end);
    }

    /// <summary>A frame that lost a packet is no use: the rest of it isn't sent either (SRTP leaves SSRC and marker readable, RFC 3711 §3.1).</summary>
    private bool IsCut(ReadOnlySpan<byte> datagram)
    {
        if (Datagram.KindOf(datagram) != DatagramKind.Rtp || datagram.Length < 12) return false;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        var marker = (datagram[1] & 0x80) != 0;
        var at = _cut.IndexOf(ssrc);
        if (at >= 0)
        {
            if (marker) _cut.RemoveAt(at);
            return true;
        }
        if (datagram.Length <= SoundBytes || Length + datagram.Length <= _limit) return false;
        if (!marker && _cut.Count < MaxCut) _cut.Add(ssrc);
        return true;
    }

    private bool MakeRoom(int count)
    {
        if (_end + count <= _bytes.Length) return true;
        var target = _bytes;
        if (Length + count > _bytes.Length / 2) target = new byte[Math.Min(Math.Max(_bytes.Length * 2, Length + count), 2 * Most)];
        var length = Length;
        Waiting.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, length);
        return _end + count <= _bytes.Length;
    }
}
