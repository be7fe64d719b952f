namespace LiveDialogue.Sfu.Tracks;

/// <summary>
/// What a sender report says of a layer's time: at <see cref="Ntp"/> on the publisher's clock its timestamp was <see cref="RtpTimestamp"/> (RFC 3550 §6.4.1).
/// All layers and tracks of one publisher share that clock, so two of these map one layer's timestamps to another's to the tick.
/// </summary>
/// <param name="Ntp">Seconds since 1900 as 32.32 fixed point; 0: no report came yet.</param>
internal readonly record struct SenderClock(ulong Ntp, uint RtpTimestamp)
{
    public bool IsKnown => Ntp != 0;

    /// <summary>The timestamp on this layer of the moment that was <paramref name="timestamp"/> on <paramref name="other"/>; both known, same clock rate.</summary>
    public uint Translate(uint timestamp, in SenderClock other, int clockRate)
    {
        var apart = unchecked((long)(other.Ntp - Ntp));
        // 32.32 seconds into ticks, rounded: whole seconds and fraction apart, since an hour times 90,000 leaves no room for the fraction.
        var ticks = ((apart >> 32) * clockRate) + ((((apart & 0xFFFF_FFFF) * clockRate) + 0x8000_0000) >> 32);
        return unchecked(RtpTimestamp + (uint)ticks + (timestamp - other.RtpTimestamp));
    }

    /// <summary>When <paramref name="timestamp"/> was, in microseconds of the publisher's clock since 1900; known.</summary>
    public long MicrosecondsAt(uint timestamp, int clockRate)
    {
        var seconds = (long)(Ntp >> 32);
        var fraction = (long)(((Ntp & 0xFFFF_FFFF) * 1_000_000) >> 32);
        return (seconds * 1_000_000) + fraction + ((long)unchecked((int)(timestamp - RtpTimestamp)) * 1_000_000 / clockRate);
    }
}
