using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>One SSRC we send: its counters, its header extensions, its sender reports.</summary>
internal sealed class OutgoingStream(byte payloadType, uint ssrc, int clockRate, AnsweredMedia media, TransportCounter counter)
{
    private static readonly DateTimeOffset NtpStart = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly byte[] _mid = Encoding.UTF8.GetBytes(media.Mid);
    private readonly uint _timestampStart = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(0x8000); // lower half: the first roll-over is far (RFC 3711 §3.3.1)
    private uint _packets, _octets, _lastTimestamp;
    private DateTimeOffset _lastSent;

    internal uint Ssrc => ssrc;

    /// <summary>The number of the packet written last.</summary>
    internal ushort LastSequence { get; private set; }

    /// <param name="timestamp">From the source; the stream adds its own random start (RFC 3550 §5.1).</param>
    /// <param name="level">0..127; null for video.</param>
    /// <returns>The header's length: where the payload goes.</returns>
    internal int WriteHeader(Span<byte> packet, bool marker, uint timestamp, byte? level)
    {
        (_lastTimestamp, _lastSent) = (unchecked(_timestampStart + timestamp), TimeProvider.System.GetUtcNow());
        LastSequence = _sequence;
        var header = new RtpHeaderBuilder(packet, payloadType, marker, unchecked(_sequence++), _lastTimestamp, ssrc);
        Span<byte> value = stackalloc byte[2];
        if (media.TransportCcId != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value, counter.Next());
            header.TryAdd(media.TransportCcId, value);
        }
        if (media.MidId != 0) header.TryAdd(media.MidId, _mid);
        if (level is { } decibels && media.AudioLevelId != 0)
        {
            value[0] = (byte)(decibels | (decibels < 60 ? 0x80 : 0)); // the high bit: voice
            header.TryAdd(media.AudioLevelId, value[..1]);
        }
        return header.Finish();
    }

    internal void Sent(int payloadLength)
    {
        _packets++;
        _octets = unchecked(_octets + (uint)payloadLength);
    }

    /// <returns>The length of SR and SDES; 0 before the first packet.</returns>
    internal int WriteReport(Span<byte> compound)
    {
        if (_packets == 0) return 0;
        var now = TimeProvider.System.GetUtcNow();
        var timestamp = unchecked(_lastTimestamp + (uint)((now - _lastSent).TotalSeconds * clockRate));
        var length = SenderReport.Write(compound, ssrc, Ntp(now), timestamp, _packets, _octets);
        return length + SourceDescription.Write(compound[length..], ssrc, "simulator"u8);
    }

    private static ulong Ntp(DateTimeOffset time)
    {
        var ticks = (time - NtpStart).Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return ((ulong)seconds << 32) | (((ulong)rest << 32) / TimeSpan.TicksPerSecond);
    }
}

/// <summary>Numbers every packet of a transport, whichever stream it is of.</summary>
internal sealed class TransportCounter
{
    private ushort _next;

    internal ushort Next() => unchecked(_next++);
}
