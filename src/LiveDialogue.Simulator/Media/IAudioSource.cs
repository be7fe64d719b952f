using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Media;

/// <summary>Where a publisher's Opus frames of 20 ms come from. Asked by the loop's thread.</summary>
internal interface IAudioSource
{
    MonoTime NextDue { get; }

    /// <param name="payload">Receives the Opus packet; at least 400 bytes.</param>
    bool TryNext(MonoTime now, Span<byte> payload, out AudioFrame frame);
}

/// <param name="Length">Of the Opus packet.</param>
/// <param name="Level">0..127 below full scale in dB: 127 is silence (RFC 6464).</param>
/// <param name="Timestamp">In ticks of 48 kHz, from any start.</param>
internal readonly record struct AudioFrame(int Length, byte Level, uint Timestamp);
