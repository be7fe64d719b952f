namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>64-bit NTP timestamps (RFC 5905 §6): seconds since 1900 and their 2^-32 parts. Era 0, which ends in 2036, and era 1.</summary>
internal static class NtpTime
{
    private static readonly DateTimeOffset Era0 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const long EraSeconds = 1L << 32;

    public static ulong Of(DateTimeOffset time)
    {
        var ticks = (time - Era0).Ticks;
        var seconds = (ulong)(ticks / TimeSpan.TicksPerSecond) & 0xFFFF_FFFF;
        var fraction = ((ulong)(ticks % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond;
        return (seconds << 32) | fraction;
    }

    /// <returns>To 100 ns; a timestamp below 2^31 seconds is of era 1.</returns>
    public static DateTimeOffset ToTime(ulong ntp)
    {
        var seconds = (long)(ntp >> 32);
        if (seconds < EraSeconds / 2) seconds += EraSeconds;
        var ticks = (long)((((ntp & 0xFFFF_FFFF) * TimeSpan.TicksPerSecond) + (1UL << 31)) >> 32);
        return Era0.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks);
    }
}
