namespace LiveDialogue.Wire.Rtp;

/// <summary>
/// Extends 16-bit sequence numbers to 64 bits by following the newest one seen (RFC 3550 §A.1). The first number is itself;
/// what was sent shortly before it comes out smaller, even negative. Mutable: keep it in a field, not in a property.
/// </summary>
public struct SequenceUnwrapper
{
    private long _newest;
    private bool _started;

    /// <summary>The greatest extended number so far; null before the first.</summary>
    public readonly long? Newest => _started ? _newest : null;

    /// <returns>The extended number nearest to the newest one, within 32767 ahead and 32768 behind.</returns>
    public long Unwrap(SequenceNumber number)
    {
        if (!_started)
        {
            _started = true;
            return _newest = number.Value;
        }

        var extended = Peek(number);
        if (extended > _newest) _newest = extended;
        return extended;
    }

    /// <returns>What <see cref="Unwrap"/> would say, without remembering it: for numbers not yet authenticated.</returns>
    public readonly long Peek(SequenceNumber number) =>
        _started ? _newest + unchecked((short)(number.Value - (ushort)_newest)) : number.Value;
}
