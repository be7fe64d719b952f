namespace LiveDialogue.Mixer.Encoding;

/// <summary>64-bit NTP timestamps: seconds since 1900 and their fraction, 32 bits each (RFC 3550 §4). They begin anew in 2036.</summary>
internal static class NtpTime
{
    private static readonly DateTimeOffset Zero = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ulong Of(DateTimeOffset time)
    {
        var ticks = (time - Zero).Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return unchecked(((ulong)(uint)seconds << 32) | (ulong)((rest << 32) / TimeSpan.TicksPerSecond));
    }

    /// <returns>To 100 ns. Seconds below 2^31 are taken for those after 2036 (RFC 5905 §6).</returns>
    public static DateTimeOffset ToTime(ulong ntp)
    {
        var seconds = (long)(ntp >> 32);
        if (seconds < 1L << 31) seconds += 1L << 32;
        var ticks = (long)((((ntp & 0xFFFF_FFFF) * TimeSpan.TicksPerSecond) + (1UL << 31)) >> 32);
        return Zero.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks);
    }
}
