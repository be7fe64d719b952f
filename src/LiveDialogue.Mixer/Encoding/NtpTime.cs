namespace LiveDialogue.Mixer.Encoding;

/// <summary>64-bit NTP timestamps: seconds since 1900 and their fraction, 32 bits each (RFC 3550 §4).</summary>
internal static class NtpTime
{
    private static readonly DateTimeOffset Zero = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ulong Of(DateTimeOffset time)
    {
        var ticks = (time - Zero).Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return unchecked(((ulong)(uint)seconds << 32) | (ulong)((rest << 32) / TimeSpan.TicksPerSecond));
    }
}
