namespace LiveDialogue.Wire.Codecs;

/// <summary>Reads the TOC byte before Opus frames (RFC 6716 §3.1).</summary>
public static class Opus
{
    /// <summary>RTP's clock for Opus, whatever was encoded (RFC 7587 §4.1).</summary>
    public const int ClockRate = 48_000;

    private const int SamplesPerUnit = ClockRate / 400;

    // In 2.5 ms per frame, by TOC configuration: SILK 10/20/40/60 ms (0-11), hybrid 10/20 ms (12-15), CELT 2.5/5/10/20 ms (16-31).
    // Bytes, since a span over other constants allocates in unoptimized code.
    private static ReadOnlySpan<byte> FrameUnits =>
    [
        4, 8, 16, 24, 4, 8, 16, 24, 4, 8, 16, 24, 4, 8, 4, 8,
        1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8,
    ];

    /// <returns>What the packet plays for, in samples of 48 kHz, up to 5760; 0 for a packet no decoder would take.</returns>
    public static int Samples(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return 0;

        var frames = (payload[0] & 0x03) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => payload.Length > 1 ? payload[1] & 0x3F : 0,
        };
        var samples = frames * FrameUnits[payload[0] >> 3] * SamplesPerUnit;
        return samples <= ClockRate * 120 / 1000 ? samples : 0;               // at most 120 ms, RFC 6716 §3.2.5
    }

    /// <returns>As <see cref="Samples"/>, as time: 2.5..120 ms, or zero.</returns>
    public static TimeSpan Duration(ReadOnlySpan<byte> payload) => new(Samples(payload) * TimeSpan.TicksPerSecond / ClockRate);
}
