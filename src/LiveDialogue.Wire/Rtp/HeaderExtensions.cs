namespace LiveDialogue.Wire.Rtp;

/// <summary>
/// The elements of one packet's header extension, in the one-byte or the two-byte form (RFC 8285 §4.2, §4.3).
/// <c>default</c> is "none". Reading stops without complaint at the first element that does not fit.
/// </summary>
public readonly ref struct HeaderExtensions
{
    /// <summary>The profile that announces one-byte elements.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>The profile that announces two-byte elements; its low four bits are for the application and ignored.</summary>
    public const ushort TwoByteProfile = 0x1000;

    private readonly ushort _profile;
    private readonly ReadOnlySpan<byte> _elements;

    /// <param name="profile">The 16 bits before the length.</param>
    /// <param name="elements">The bytes after the length, padding included.</param>
    public HeaderExtensions(ushort profile, ReadOnlySpan<byte> elements)
    {
        _profile = profile;
        _elements = elements;
    }

    /// <summary>True where the elements have two-byte headers.</summary>
    public bool IsTwoByte => (_profile & 0xFFF0) == TwoByteProfile;

    /// <summary>Finds the first element with the id the SDP gave it (<c>a=extmap</c>).</summary>
    /// <returns>False when this packet carries none. A found value may be empty in the two-byte form.</returns>
    public bool TryGet(byte id, out ReadOnlySpan<byte> value)
    {
        foreach (var element in this)
        {
            if (element.Id != id) continue;
            value = element.Value;
            return true;
        }
        value = default;
        return false;
    }

    public Enumerator GetEnumerator() => new(_profile, _elements);

    /// <summary>Walks the elements in the order of the packet, skipping padding.</summary>
    public ref struct Enumerator
    {
        private readonly bool _oneByte;
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ushort profile, ReadOnlySpan<byte> elements)
        {
            _oneByte = profile == OneByteProfile;
            var known = _oneByte || (profile & 0xFFF0) == TwoByteProfile;
            _rest = known ? elements : default;
        }

        public HeaderExtension Current { get; private set; }

        public bool MoveNext()
        {
            while (!_rest.IsEmpty && _rest[0] == 0) _rest = _rest[1..];      // padding between elements, RFC 8285 §4.1.1
            if (_rest.IsEmpty) return false;

            return _oneByte ? MoveOneByte() : MoveTwoByte();
        }

        // |  ID   | len-1 | data …
        private bool MoveOneByte()
        {
            var id = (byte)(_rest[0] >> 4);
            // ID 15 ends the reading (§4.2). ID 0 with a length is a malformed padding byte: nothing after it can be trusted either.
            return id is not (0 or 15) && Take(id, headerLength: 1, length: (_rest[0] & 0x0F) + 1);
        }

        // |      ID       |      len      | data …
        private bool MoveTwoByte() => _rest.Length >= 2 && Take(_rest[0], headerLength: 2, length: _rest[1]);

        private bool Take(byte id, int headerLength, int length)
        {
            var end = headerLength + length;
            if (end > _rest.Length)
            {
                _rest = default;
                return false;
            }
            Current = new(id, _rest[headerLength..end]);
            _rest = _rest[end..];
            return true;
        }
    }
}
