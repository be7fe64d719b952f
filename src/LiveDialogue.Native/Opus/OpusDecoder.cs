using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Opus;

/// <summary>Opus decoder, 48 kHz. One thread at a time.</summary>
public sealed unsafe class OpusDecoder : SafeHandle
{
    private readonly int _channels;

    /// <exception cref="InvalidOperationException">libopus refused.</exception>
    /// <exception cref="DllNotFoundException">The package libopus0 isn't installed.</exception>
    public OpusDecoder(int channels) : base(0, ownsHandle: true)
    {
        _channels = channels;
        int error;
        SetHandle(LibOpus.opus_decoder_create(48_000, channels, &error));
        if (IsInvalid) throw new InvalidOperationException($"libopus made no decoder: {LibOpus.ErrorText(error)}");
        NativeHandles.Made();
    }

    public override bool IsInvalid => handle == 0;

    /// <param name="packet">Empty for a lost packet: the gap is concealed for as long as <paramref name="pcm"/> has room.</param>
    /// <param name="pcm">Interleaved 16-bit samples.</param>
    /// <returns>Samples per channel; 0 for a packet that isn't Opus.</returns>
    public int Decode(ReadOnlySpan<byte> packet, Span<short> pcm)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (byte* data = packet)
        fixed (short* samples = pcm)
            return Math.Max(0, LibOpus.opus_decode(handle, data, packet.Length, samples, pcm.Length / _channels, 0));
    }

    /// <summary>As floating point, -1..1, above where the sender's sound was.</summary>
    /// <param name="packet">Empty for a lost packet: the gap is concealed for as long as <paramref name="pcm"/> has room.</param>
    /// <param name="pcm">Interleaved samples. For a repair exactly as long as what is lost.</param>
    /// <param name="asRepair">Decodes what <paramref name="packet"/> says of the one before it, which is lost (in-band FEC, RFC 6716 §2.1.7); conceals where it says nothing.</param>
    /// <returns>Samples per channel; 0 for a packet that isn't Opus.</returns>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> pcm, bool asRepair)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        fixed (byte* data = packet)
        fixed (float* samples = pcm)
            return Math.Max(0, LibOpus.opus_decode_float(handle, data, packet.Length, samples, pcm.Length / _channels, asRepair ? 1 : 0));
    }

    protected override bool ReleaseHandle()
    {
        LibOpus.opus_decoder_destroy(handle);
        NativeHandles.Freed();
        return true;
    }
}
