using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>
/// The packets of one RTCP datagram in their order, compound or reduced-size (RFC 3550 §6.1, RFC 5506). Is its own enumerator:
/// <c>foreach (var packet in RtcpPackets.Enumerate(datagram))</c> gives those before the first malformed one.
/// </summary>
public ref struct RtcpPackets
{
    private ReadOnlySpan<byte> _rest;

    private RtcpPackets(ReadOnlySpan<byte> compound)
    {
        _rest = compound;
        IsMalformed = compound.IsEmpty;
        while (!compound.IsEmpty)
        {
            if (!TryMeasure(compound, out var length, out _))
            {
                IsMalformed = true;
                return;
            }
            compound = compound[length..];
        }
    }

    /// <summary>True when the datagram holds anything but whole packets; known before the first step.</summary>
    public bool IsMalformed { get; }

    public RtcpPacket Current { get; private set; }

    /// <param name="compound">A datagram after SRTCP.</param>
    public static RtcpPackets Enumerate(ReadOnlySpan<byte> compound) => new(compound);

    public readonly RtcpPackets GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!TryMeasure(_rest, out var length, out var padding)) return false;

        Current = new(_rest[..length], padding);
        _rest = _rest[length..];
        return true;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> rest, out int length, out int padding)
    {
        (length, padding) = (0, 0);
        if (rest.Length < RtcpPacket.HeaderLength || rest[0] >> 6 != 2 || rest[1] is < 192 or > 223) return false;

        length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) + 1);
        if (length > rest.Length) return false;
        if ((rest[0] & 0x20) == 0) return true;

        padding = rest[length - 1];
        // Padding counts itself. RFC 3550 §6.4.1 has it in whole words and on the last packet alone; Chromium fills transport feedback, wherever it
        // stands, up to the word with one to three bytes.
        return padding != 0 && padding <= length - RtcpPacket.HeaderLength;
    }
}
