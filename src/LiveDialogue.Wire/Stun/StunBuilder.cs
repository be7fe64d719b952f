using System.Buffers.Binary;

namespace LiveDialogue.Wire.Stun;

/// <summary>Appends attributes to one STUN message; once something didn't fit, every call does nothing and <see cref="Finish"/> says 0.</summary>
internal ref struct StunBuilder
{
    private readonly Span<byte> _destination;
    private int _length;

    public StunBuilder(Span<byte> destination, StunType type, ReadOnlySpan<byte> transactionId)
    {
        _destination = destination.Length > StunMessage.MaxLength ? destination[..StunMessage.MaxLength] : destination;
        if (destination.Length < StunMessage.HeaderLength || transactionId.Length != StunMessage.TransactionIdLength) return;

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(destination[8..]);
        _length = StunMessage.HeaderLength;
    }

    public void Add(StunAttribute attribute, scoped ReadOnlySpan<byte> value)
    {
        var place = Reserve(attribute, value.Length);
        if (place.Length == value.Length) value.CopyTo(place);
    }

    public void AddXorMappedAddress(scoped ReadOnlySpan<byte> address, ushort port)
    {
        var value = Reserve(StunAttribute.XorMappedAddress, 4 + address.Length);
        if (value.IsEmpty) return;

        value[0] = 0;
        value[1] = (byte)(address.Length == 4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(port ^ (StunMessage.MagicCookie >> 16)));
        for (var i = 0; i < address.Length; i++) value[4 + i] = (byte)(address[i] ^ _destination[4 + i]);
    }

    public int Finish(scoped ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            var before = _length;
            var integrity = Reserve(StunAttribute.MessageIntegrity, StunMessage.IntegrityLength);
            if (integrity.IsEmpty) return 0;
            StunWriter.WriteIntegrity(_destination[..before], key, integrity);
        }

        var covered = _length;
        var fingerprint = Reserve(StunAttribute.Fingerprint, 4);
        if (fingerprint.IsEmpty) return 0;
        BinaryPrimitives.WriteUInt16BigEndian(_destination[2..], (ushort)(_length - StunMessage.HeaderLength));   // the final length goes into the CRC
        BinaryPrimitives.WriteUInt32BigEndian(fingerprint, Crc32.Of(_destination[..covered]) ^ StunMessage.FingerprintMask);
        return _length;
    }

    // Where the value goes; empty when the message is already broken, and the message is broken when it doesn't fit.
    private Span<byte> Reserve(StunAttribute attribute, int length)
    {
        var end = _length + 4 + ((length + 3) & ~3);
        if (_length == 0 || end > _destination.Length)
        {
            _length = 0;
            return default;
        }
        var attributeBytes = _destination[_length..end];
        BinaryPrimitives.WriteUInt16BigEndian(attributeBytes, (ushort)attribute);
        BinaryPrimitives.WriteUInt16BigEndian(attributeBytes[2..], (ushort)length);
        attributeBytes[(4 + length)..].Clear();
        _length = end;
        return attributeBytes.Slice(4, length);
    }
}
