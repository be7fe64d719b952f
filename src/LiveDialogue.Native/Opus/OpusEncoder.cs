using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Opus;

/// <summary>Opus encoder, 48 kHz. One thread at a time.</summary>
public sealed unsafe class OpusEncoder : SafeHandle
{
    /// <summary>Loss that in-band error correction is prepared for.</summary>
    private const int ExpectedLossPercent = 5;

    private readonly int _channels;

    /// <exception cref="InvalidOperationException">libopus refused.</exception>
    /// <exception cref="DllNotFoundException">The package libopus0 isn't installed.</exception>
    public OpusEncoder(int channels, int bitsPerSecond, OpusUse use = OpusUse.Speech) : base(0, ownsHandle: true)
    {
        _channels = channels;
        int error;
        SetHandle(LibOpus.opus_encoder_create(48_000, channels, use == OpusUse.Program ? LibOpus.ApplicationAudio : LibOpus.ApplicationVoip, &error));
        if (IsInvalid) throw new InvalidOperationException($"libopus made no encoder: {LibOpus.ErrorText(error)}");
        NativeHandles.Made();
        _ = LibOpus.opus_encoder_ctl(handle, LibOpus.SetBitrate, bitsPerSecond);
        _ = LibOpus.opus_encoder_ctl(handle, LibOpus.SetInbandFec, 1);
        _ = LibOpus.opus_encoder_ctl(handle, LibOpus.SetComplexity, 5);
        if (use == OpusUse.Program) _ = LibOpus.opus_encoder_ctl(handle, LibOpus.SetExpectedLoss, ExpectedLossPercent);
    }

    public override bool IsInvalid => handle == 0;

    /// <param name="pcm">Interleaved 16-bit samples: 2.5, 5, 10, 20, 40 or 60 ms at 48 kHz.</param>
    /// <returns>Bytes written; 0 when the frame or the room is of no valid size.</returns>
    public int Encode(ReadOnlySpan<short> pcm, Span<byte> packet)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (short* samples = pcm)
        fixed (byte* output = packet)
            return Math.Max(0, LibOpus.opus_encode(handle, samples, pcm.Length / _channels, output, packet.Length));
    }

    /// <param name="pcm">Interleaved samples, -1 to 1: 2.5, 5, 10, 20, 40 or 60 ms at 48 kHz.</param>
    /// <returns>Bytes written; 0 when the frame or the room is of no valid size.</returns>
    public int Encode(ReadOnlySpan<float> pcm, Span<byte> packet)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (float* samples = pcm)
        fixed (byte* output = packet)
            return Math.Max(0, LibOpus.opus_encode_float(handle, samples, pcm.Length / _channels, output, packet.Length));
    }

    protected override bool ReleaseHandle()
    {
        LibOpus.opus_encoder_destroy(handle);
        NativeHandles.Freed();
        return true;
    }
}
