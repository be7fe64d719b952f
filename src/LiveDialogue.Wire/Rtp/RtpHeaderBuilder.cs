using System.Buffers.Binary;

namespace LiveDialogue.Wire.Rtp;

/// <summary>
/// Writes one RTP header with extensions straight into the send buffer, one element after the other (RFC 8285):
/// construct, <see cref="TryAdd"/> each, <see cref="Finish"/>.
/// </summary>
public ref struct RtpHeaderBuilder
{
    private const int ExtensionStart = RtpPacket.FixedHeaderLength;
    private const int ElementsStart = ExtensionStart + 4;

    private readonly Span<byte> _destination;
    private readonly bool _twoByte;
    private int _length;

    /// <param name="destination">At least 12 bytes for the bare header, 4 more plus the padded elements with extensions.</param>
    /// <param name="payloadType">0..127.</param>
    /// <param name="twoByteElements">True where an id above 14 or a value that is empty or longer than 16 bytes is coming; needs
    /// <c>a=extmap-allow-mixed</c> or a peer that spoke that form first.</param>
    public RtpHeaderBuilder(
        Span<byte> destination, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc, bool twoByteElements = false)
    {
        _destination = destination;
        _twoByte = twoByteElements;
        _length = RtpWriter.WriteHeader(destination, payloadType, marker, sequenceNumber, timestamp, ssrc);
    }

    /// <summary>Adds one element.</summary>
    /// <returns>False, with nothing written, where id or length doesn't fit the form or the destination is full.</returns>
    public bool TryAdd(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (_length == 0 || !FitsForm(id, value.Length)) return false;

        var start = _length == ExtensionStart ? ElementsStart : _length;
        var headerLength = _twoByte ? 2 : 1;
        if (Padded(start + headerLength + value.Length) > _destination.Length) return false;

        if (_twoByte)
        {
            _destination[start] = id;
            _destination[start + 1] = (byte)value.Length;
        }
        else
        {
            _destination[start] = (byte)((id << 4) | (value.Length - 1));
        }
        value.CopyTo(_destination[(start + headerLength)..]);
        _length = start + headerLength + value.Length;
        return true;
    }

    /// <summary>Closes the extension block: profile, length, padding to 32 bits.</summary>
    /// <returns>The header's length: where the payload goes; 0 when not even the fixed header fitted.</returns>
    public int Finish()
    {
        if (_length <= ExtensionStart) return _length;

        var end = Padded(_length);
        _destination[_length..end].Clear();
        _destination[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(
            _destination[ExtensionStart..], _twoByte ? HeaderExtensions.TwoByteProfile : HeaderExtensions.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_destination[(ExtensionStart + 2)..], (ushort)((end - ElementsStart) / 4));
        return _length = end;
    }

    private readonly bool FitsForm(byte id, int length) =>
        _twoByte ? id != 0 && length <= byte.MaxValue : id is >= 1 and <= 14 && length is >= 1 and <= 16;

    private static int Padded(int length) => (length + 3) & ~3;
}
