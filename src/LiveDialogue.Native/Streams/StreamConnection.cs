using System.Net.Sockets;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Native.Streams;

/// <summary>One accepted connection: read on the runtime's pool, written by the shard's thread, which never waits for it.</summary>
internal sealed class StreamConnection
{
    /// <summary>The longest frame; RFC 4571 allows 65,535, media on a path of 1,500 needs no more.</summary>
    internal const int LongestFrame = 1500;

    /// <summary>What may be said before a check was right: a hundred checks.</summary>
    private const int UnprovenBytes = 16 * 1024;

    /// <summary>Frames of one connection that may wait for the shard.</summary>
    private const int MaxWaiting = 256;

    private readonly Socket _socket;
    private readonly StreamPort _port;
    private readonly StreamFrames _frames = new(LongestFrame);
    private readonly StreamBacklog _backlog = new();
    private readonly byte[] _chunk = new byte[4096];
    private volatile bool _kept;
    private int _unproven;
    private int _waiting;
    private int _isCutOff;

    internal StreamConnection(Socket socket, TransportAddress remote, StreamPort port, MonoTime now) => (_socket, Remote, _port, Opened) = (socket, remote, port, now);

    internal TransportAddress Remote { get; }

    internal MonoTime Opened { get; }

    /// <summary>A check along it was right. The shard's thread.</summary>
    internal bool IsKept => _kept;

    /// <summary>In the port's list of those that have something to send. The shard's thread.</summary>
    internal bool IsListed { get; set; }

    internal StreamBacklog Backlog => _backlog;

    internal void Keep() => _kept = true;

    /// <summary>The shard has taken one of its frames.</summary>
    internal void Taken() => Interlocked.Decrement(ref _waiting);

    /// <summary>Until the other side or <see cref="Close"/> ends it. Never throws.</summary>
    internal async Task ReadAsync()
    {
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(_chunk, SocketFlags.None).ConfigureAwait(false)) > 0)
            {
                _port.CountIn(count);
                if (!_kept && (_unproven += count) > UnprovenBytes)
                {
                    CutOff();
                    break;
                }
                Take(_chunk.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // reset, or closed by us
        }
        _socket.Dispose();
    }

    /// <summary>As much as the kernel takes now. The shard's thread.</summary>
    /// <returns>False when nothing waits any more, or the connection is broken.</returns>
    internal bool TrySend(MonoTime now)
    {
        try
        {
            while (_backlog.Length > 0)
            {
                var sent = _socket.Send(_backlog.Waiting, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                {
                    _backlog.Sent(0, now);
                    return true;
                }
                if (error != SocketError.Success || sent <= 0)
                {
                    Close();
                    return false;
                }
                _backlog.Sent(sent, now);
                _port.CountOut(sent);
            }
        }
        catch (ObjectDisposedException)
        {
            // ended by the other side
        }
        return false;
    }

    /// <summary>Any thread. What the kernel has is still sent.</summary>
    internal void Close() => _socket.Dispose();

    /// <summary>For want of a check that was right. Counted once, however often it is said.</summary>
    internal void CutOff()
    {
        if (Interlocked.Exchange(ref _isCutOff, 1) == 0) _port.CountCutOff();
        Close();
    }

    private void Take(ReadOnlySpan<byte> input)
    {
        while (_frames.TryRead(ref input, out var frame))
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
            {
                Interlocked.Decrement(ref _waiting);
                _port.CountDropped();
            }
            else if (!_port.Post(this, frame)) Interlocked.Decrement(ref _waiting);
        }
    }
}
