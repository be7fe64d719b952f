using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The header that all packets of one slot and format share, with the places of what differs: a packet's header is a copy and three writes.</summary>
internal struct HeaderTemplate
{
    private TrackFormat? _format;
    private bool _hasLevel;

    public byte[] Bytes { get; private set; }

    /// <summary>Where the transport-wide number goes; 0: nowhere.</summary>
    public int TransportAt { get; private set; }

    /// <summary>Where the audio level goes; 0: nowhere.</summary>
    public int LevelAt { get; private set; }

    public readonly bool IsFor(TrackFormat format, bool hasLevel) => ReferenceEquals(_format, format) && _hasLevel == hasLevel;

    /// <param name="hasTransport">The viewer tells of each packet when it came.</param>
    public static HeaderTemplate For(TrackFormat format, byte[] mid, uint ssrc, bool hasLevel, bool hasTransport)
    {
        Span<byte> bytes = stackalloc byte[320];    // a mid of 255 bytes fits
        var ids = format.Extensions;
        var twoBytes = NeedsTwoBytes(ids, mid);
        var header = new RtpHeaderBuilder(bytes, format.PayloadType, marker: false, 0, 0, ssrc, twoBytes);
        var at = 16;    // behind the fixed header and the extension's own
        var template = new HeaderTemplate { _format = format, _hasLevel = hasLevel };
        if (ids.Mid != 0 && header.TryAdd(ids.Mid, mid)) at += (twoBytes ? 2 : 1) + mid.Length;
        if (ids.TransportCc != 0 && hasTransport && header.TryAdd(ids.TransportCc, [0, 0]))
        {
            template.TransportAt = at + (twoBytes ? 2 : 1);
            at = template.TransportAt + 2;
        }
        if (hasLevel && header.TryAdd(ids.AudioLevel, [0])) template.LevelAt = at + (twoBytes ? 2 : 1);
        template.Bytes = bytes[..header.Finish()].ToArray();
        return template;
    }

    public static bool NeedsTwoBytes(in ExtensionIds ids, byte[] mid) => ids.Mid > 14 || ids.TransportCc > 14 || ids.AudioLevel > 14 || mid.Length > 16;

    /// <param name="destination">At least as long as <see cref="Bytes"/>.</param>
    public readonly void Write(Span<byte> destination, bool marker, ushort sequence, uint timestamp)
    {
        Bytes.CopyTo(destination);
        if (marker) destination[1] |= 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
    }
}
