using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveDialogue.Wire.Stun;

/// <summary>A view over one STUN message (RFC 8489 §5). Owns no memory; nothing in it is to be believed before <see cref="VerifyIntegrity"/>.</summary>
/// <remarks>
/// <code>
/// |0 0|   message type (14)       |     message length (16)       |
/// |                magic cookie = 0x2112A442                      |
/// |                 transaction id (96)                           |
/// |      attribute type (16)      |  its length without padding   |  repeated; each padded to 32 bits
/// </code>
/// </remarks>
public readonly ref struct StunMessage
{
    public const int HeaderLength = 20;
    public const int TransactionIdLength = 12;

    /// <summary>Longer messages are refused: no ICE message comes near, and the check works on a copy on the stack.</summary>
    public const int MaxLength = 1500;

    internal const uint MagicCookie = 0x2112_A442;
    internal const uint FingerprintMask = 0x5354_554E;                          // "STUN", §14.7
    internal const int IntegrityLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityOffset;                                      // of the attribute's header; 0: absent
    private readonly int _fingerprintOffset;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityOffset, int fingerprintOffset)
    {
        _bytes = bytes;
        (_integrityOffset, _fingerprintOffset) = (integrityOffset, fingerprintOffset);
    }

    public StunType Type => (StunType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    // Bits 4 and 8 of the type.
    public StunClass Class => (StunClass)(((_bytes[1] & 0x10) >> 4) | ((_bytes[0] & 0x01) << 1));

    /// <summary>The 12 bits around the class; 1 is Binding.</summary>
    public int Method => ((_bytes[0] & 0x3E) << 6) | ((_bytes[1] & 0xE0) >> 1) | (_bytes[1] & 0x0F);

    /// <summary>12 bytes.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes[8..HeaderLength];

    /// <summary>UTF-8; empty when absent. In an ICE check: receiver's ufrag, colon, sender's ufrag (RFC 8445 §7.2.2).</summary>
    public ReadOnlySpan<byte> Username => TryGet(StunAttribute.Username, out var value) ? value : default;

    public bool HasUseCandidate => TryGet(StunAttribute.UseCandidate, out _);
    public bool HasIntegrity => _integrityOffset != 0;

    /// <summary>The candidate pair's priority; null when absent.</summary>
    public uint? Priority => TryGet(StunAttribute.Priority, out var value) && value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    /// <summary>The sender's tie-breaker where it calls itself controlling (RFC 8445 §7.1.3); null otherwise.</summary>
    public ulong? IceControlling => TieBreaker(StunAttribute.IceControlling);

    /// <summary>The sender's tie-breaker where it calls itself controlled; null otherwise.</summary>
    public ulong? IceControlled => TieBreaker(StunAttribute.IceControlled);

    /// <summary>300..699 (RFC 8489 §14.8); null when absent or out of that range.</summary>
    public int? ErrorCode =>
        TryGet(StunAttribute.ErrorCode, out var value) && value.Length >= 4 && (value[2] & 0x07) is >= 3 and <= 6 and var hundreds && value[3] < 100
            ? (hundreds * 100) + value[3]
            : null;

    /// <returns>
    /// False for anything but one whole message: wrong cookie, a length that is not the datagram's, an attribute that runs over the end,
    /// more than <see cref="MaxLength"/> bytes. Never throws on network input.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        // Methods above 0x7F would begin with a byte that RFC 7983 §7 leaves to others on a shared port.
        if (datagram.Length is < HeaderLength or > MaxLength || datagram[0] > 3) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie) return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderLength || datagram.Length % 4 != 0) return false;

        int integrity = 0, fingerprint = 0;
        for (var at = HeaderLength; at < datagram.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);   // at and Length are multiples of 4: four bytes are there
            var next = at + 4 + ((length + 3) & ~3);
            if (next > datagram.Length) return false;

            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
            if (type == StunAttribute.MessageIntegrity && integrity == 0 && length == IntegrityLength) integrity = at;
            if (type == StunAttribute.Fingerprint && length == 4 && next == datagram.Length) fingerprint = at;   // only as the last, §14.7
            at = next;
        }
        message = new(datagram, integrity, fingerprint);
        return true;
    }

    /// <summary>
    /// Finds the first attribute of that type. What stands behind MESSAGE-INTEGRITY is not covered by it and not seen here, but for
    /// FINGERPRINT (§14.5).
    /// </summary>
    public bool TryGet(StunAttribute attribute, out ReadOnlySpan<byte> value)
    {
        if (attribute == StunAttribute.Fingerprint)
        {
            value = _fingerprintOffset == 0 ? default : _bytes.Slice(_fingerprintOffset + 4, 4);
            return _fingerprintOffset != 0;
        }

        var end = _integrityOffset == 0 ? _bytes.Length : _integrityOffset + 4 + IntegrityLength;
        for (var at = HeaderLength; at < end;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(at + 2)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]) == (ushort)attribute)
            {
                value = _bytes.Slice(at + 4, length);
                return true;
            }
            at += 4 + ((length + 3) & ~3);
        }
        value = default;
        return false;
    }

    /// <summary>The two halves of an ICE check's username (RFC 8445 §7.2.2).</summary>
    /// <param name="receiver">The ufrag of who receives the check: ours, in a request to us.</param>
    /// <param name="sender">The ufrag of who sent it.</param>
    /// <returns>False when there is no username, or no colon in it.</returns>
    public bool TryGetUfrags(out ReadOnlySpan<byte> receiver, out ReadOnlySpan<byte> sender)
    {
        var username = Username;
        var colon = username.IndexOf((byte)':');
        receiver = colon < 0 ? default : username[..colon];
        sender = colon < 0 ? default : username[(colon + 1)..];
        return colon >= 0;
    }

    /// <summary>Reads XOR-MAPPED-ADDRESS (§14.2).</summary>
    /// <param name="address">Receives 4 or 16 bytes in network order; give it 16.</param>
    /// <returns>False when absent or malformed.</returns>
    public bool TryGetMappedAddress(Span<byte> address, out int addressLength, out ushort port) =>
        TryGetAddress(StunAttribute.XorMappedAddress, address, out addressLength, out port);

    /// <summary>The same for any attribute of that form, such as XOR-RELAYED-ADDRESS (RFC 8656 §18.5).</summary>
    public bool TryGetAddress(StunAttribute attribute, Span<byte> address, out int addressLength, out ushort port)
    {
        (addressLength, port) = (0, 0);
        if (!TryGet(attribute, out var value) || value.Length < 8) return false;

        var length = value[1] switch { 1 => 4, 2 => 16, _ => 0 };
        if (length == 0 || value.Length != 4 + length || address.Length < length) return false;

        port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16));
        for (var i = 0; i < length; i++) address[i] = (byte)(value[4 + i] ^ _bytes[4 + i]);   // the mask is cookie and transaction id as they lie
        addressLength = length;
        return true;
    }

    /// <param name="key">The short-term credential: the password, as UTF-8, of the agent that receives the request (§9.1.1).</param>
    /// <returns>True when MESSAGE-INTEGRITY is there and right.</returns>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (_integrityOffset == 0) return false;

        Span<byte> expected = stackalloc byte[IntegrityLength];
        Span<byte> covered = stackalloc byte[MaxLength];
        covered = covered[.._integrityOffset];
        _bytes[.._integrityOffset].CopyTo(covered);
        StunWriter.WriteIntegrity(covered, key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.Slice(_integrityOffset + 4, IntegrityLength));
    }

    /// <returns>True when FINGERPRINT is there, last, and right (§14.7).</returns>
    public bool VerifyFingerprint() =>
        _fingerprintOffset != 0
        && BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprintOffset + 4)..]) == (Crc32.Of(_bytes[.._fingerprintOffset]) ^ FingerprintMask);

    private ulong? TieBreaker(StunAttribute attribute) =>
        TryGet(attribute, out var value) && value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;
}
