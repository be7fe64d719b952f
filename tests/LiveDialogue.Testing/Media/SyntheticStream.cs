using System.Buffers.Binary;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Testing.Media;

/// <summary>One outgoing RTP stream with its repairs and sender reports: what every synthetic source is made of.</summary>
internal sealed class SyntheticStream
{
    private const int Kept = 1024;
    private const int MaxPacket = 1300;

    private readonly TrackFormat _format;
    private readonly TransportSequence _transport;
    private readonly byte[] _mid;
    private readonly byte[]? _rid;
    private readonly byte[] _history = new byte[Kept * MaxPacket];
    private readonly (int Length, int HeaderLength)[] _kept = new (int, int)[Kept];
    private readonly byte[] _packet = new byte[1500];
    private readonly byte[] _probe = new byte[1500];
    private readonly uint _timestampBase;
    private ushort _rtxSequence;
    private uint _packets, _octets;
    private bool _named = true;

    public SyntheticStream(TrackFormat format, string? rid, TransportSequence transport, SeededRandom random, ushort firstSequence)
    {
        _format = format;
        _transport = transport;
        _mid = System.Text.Encoding.ASCII.GetBytes(format.Mid);
        _rid = rid is null ? null : System.Text.Encoding.ASCII.GetBytes(rid);
        Ssrc = (uint)random.NextBits();
        RtxSsrc = (uint)random.NextBits();
        _timestampBase = (uint)random.NextBits();
        _rtxSequence = (ushort)random.NextBits();
        NextSequence = firstSequence;
    }

    public uint Ssrc { get; }
    public uint RtxSsrc { get; }
    public ushort NextSequence { get; private set; }

    /// <summary>Repairs sent for NACKs.</summary>
    public int Repaired { get; private set; }

    /// <summary>The stream's own time: another base for each.</summary>
    public uint TimestampAt(MonoTime time) => unchecked(_timestampBase + (uint)(time.Microseconds * _format.ClockRate / 1_000_000));

    /// <param name="level">-dBov with the voice bit; null: no level.</param>
    /// <param name="payloadType">Null: the format's.</param>
    public void Send(ReadOnlySpan<byte> payload, uint timestamp, bool marker, byte? level, DatagramSink send, byte? payloadType = null)
    {
        var header = new RtpHeaderBuilder(_packet, payloadType ?? _format.PayloadType, marker, NextSequence, timestamp, Ssrc);
        AddExtensions(ref header, isRepair: false, level);
        var start = header.Finish();
        payload.CopyTo(_packet.AsSpan(start));
        var length = start + payload.Length;

        var place = NextSequence % Kept;
        _packet.AsSpan(0, length).CopyTo(_history.AsSpan(place * MaxPacket));
        _kept[place] = (length, start);
        unchecked
        {
            NextSequence++;
            _packets++;
            _octets += (uint)payload.Length;
        }
        send(_packet.AsSpan(0, length));
    }

    /// <summary>A packet of padding alone on the media's SSRC, as bandwidth probes without RTX are.</summary>
    public void SendPadding(uint timestamp, int padding, DatagramSink send)
    {
        var header = new RtpHeaderBuilder(_packet, _format.PayloadType, marker: false, NextSequence, timestamp, Ssrc);
        AddExtensions(ref header, isRepair: false, level: null);
        var start = header.Finish();
        _packet[0] |= 0x20;
        _packet.AsSpan(start, padding).Clear();
        _packet[start + padding - 1] = (byte)padding;
        _kept[NextSequence % Kept] = default;                          // nobody repairs padding
        unchecked { NextSequence++; }
        send(_packet.AsSpan(0, start + padding));
    }

    /// <summary>A repair (RFC 4588), asked for or as a probe.</summary>
    /// <returns>False when the packet isn't kept.</returns>
    public bool Resend(SequenceNumber number, DatagramSink send)
    {
        var place = number.Value % Kept;
        var (length, headerLength) = _kept[place];
        if (length == 0) return false;
        var original = _history.AsSpan(place * MaxPacket, length);
        if (BinaryPrimitives.ReadUInt16BigEndian(original[2..]) != number.Value) return false;

        Repaired++;
        if (_format.RtxPayloadType is not { } payloadType)
        {
            send(original);
            return true;
        }
        if (!RtpPacket.TryParse(original, out var packet)) return false;
        var header = new RtpHeaderBuilder(_probe, payloadType, packet.Marker, _rtxSequence, packet.Timestamp, RtxSsrc);
        AddExtensions(ref header, isRepair: true, level: null);
        var start = header.Finish();
        BinaryPrimitives.WriteUInt16BigEndian(_probe.AsSpan(start), number.Value);
        original[headerLength..].CopyTo(_probe.AsSpan(start + 2));
        unchecked { _rtxSequence++; }
        send(_probe.AsSpan(0, start + 2 + length - headerLength));
        return true;
    }

    /// <param name="ntp">Of the publisher's clock, the same for all its streams.</param>
    public int WriteSenderReport(Span<byte> destination, ulong ntp, MonoTime now) =>
        SenderReport.Write(destination, Ssrc, ntp, TimestampAt(now), _packets, _octets);

    /// <summary>The other side knows the SSRC: names are left out from now on, as Chromium does.</summary>
    public void Acknowledge() => _named = false;

    private void AddExtensions(ref RtpHeaderBuilder header, bool isRepair, byte? level)
    {
        var ids = _format.Extensions;
        Span<byte> value = stackalloc byte[2];
        if (ids.TransportCc != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value, _transport.Take());
            header.TryAdd(ids.TransportCc, value);
        }
        if ((_named || isRepair) && ids.Mid != 0) header.TryAdd(ids.Mid, _mid);
        var rid = isRepair ? ids.RepairedRid : ids.Rid;
        if ((_named || isRepair) && rid != 0 && _rid is not null) header.TryAdd(rid, _rid);
        if (level is { } dBov && ids.AudioLevel != 0)
        {
            value[0] = dBov;
            header.TryAdd(ids.AudioLevel, value[..1]);
        }
    }
}
