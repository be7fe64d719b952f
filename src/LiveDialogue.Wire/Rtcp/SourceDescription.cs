using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>SDES with the one item we read and write: the first chunk's CNAME (RFC 3550 §6.5.1).</summary>
public readonly ref struct SourceDescription
{
    private const byte CanonicalNameItem = 1;

    private SourceDescription(uint ssrc, ReadOnlySpan<byte> canonicalName)
    {
        Ssrc = ssrc;
        CanonicalName = canonicalName;
    }

    public uint Ssrc { get; }

    /// <summary>UTF-8; empty where the chunk has no CNAME.</summary>
    public ReadOnlySpan<byte> CanonicalName { get; }

    /// <returns>False for another type, no chunk, or an item that runs over the end.</returns>
    public static bool TryParse(in RtcpPacket packet, out SourceDescription description)
    {
        description = default;
        if (packet.Type != RtcpType.SourceDescription || packet.Count == 0 || packet.Body.Length < 4) return false;

        ReadOnlySpan<byte> name = default;
        var items = packet.Body[4..];
        while (!items.IsEmpty && items[0] != 0)                     // | item type | length | text …; a zero type ends the chunk
        {
            if (items.Length < 2 || items.Length < 2 + items[1]) return false;
            if (items[0] == CanonicalNameItem && name.IsEmpty) name = items.Slice(2, items[1]);
            items = items[(2 + items[1])..];
        }
        description = new(RtcpHeader.Word(packet.Body, 0), name);
        return true;
    }

    /// <param name="canonicalName">UTF-8, at most 255 bytes.</param>
    /// <returns>The length; 0 when it doesn't fit.</returns>
    public static int Write(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> canonicalName)
    {
        const int NameStart = RtcpPacket.HeaderLength + 4 + 2;
        var length = (NameStart + canonicalName.Length + 1 + 3) & ~3;      // at least one zero byte ends the chunk
        if (canonicalName.Length > byte.MaxValue || length > destination.Length) return 0;

        RtcpHeader.Write(destination[..length], 1, RtcpType.SourceDescription);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        destination[8] = CanonicalNameItem;
        destination[9] = (byte)canonicalName.Length;
        canonicalName.CopyTo(destination[NameStart..]);
        destination[(NameStart + canonicalName.Length)..length].Clear();
        return length;
    }
}
