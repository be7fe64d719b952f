using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Opus;

/// <summary>What we call in libopus.</summary>
internal static unsafe partial class LibOpus
{
    internal const string Name = "libopus.so.0";
    internal const int ApplicationVoip = 2048;
    internal const int ApplicationAudio = 2049;
    internal const int SetBitrate = 4002;
    internal const int SetInbandFec = 4012;
    internal const int SetComplexity = 4010;
    internal const int SetExpectedLoss = 4014; // OPUS_SET_PACKET_LOSS_PERC

    [LibraryImport(Name)] internal static partial nint opus_encoder_create(int samplesPerSecond, int channels, int application, int* error);
    [LibraryImport(Name)] internal static partial void opus_encoder_destroy(nint encoder);
    [LibraryImport(Name)] internal static partial int opus_encode(nint encoder, short* pcm, int samplesPerChannel, byte* output, int capacity);
    [LibraryImport(Name)] internal static partial int opus_encode_float(nint encoder, float* pcm, int samplesPerChannel, byte* output, int capacity);
    [LibraryImport(Name)] internal static partial nint opus_decoder_create(int samplesPerSecond, int channels, int* error);
    [LibraryImport(Name)] internal static partial void opus_decoder_destroy(nint decoder);
    [LibraryImport(Name)] internal static partial int opus_decode(nint decoder, byte* data, int length, short* pcm, int samplesPerChannel, int decodeFec);
    [LibraryImport(Name)] internal static partial int opus_decode_float(nint decoder, byte* data, int length, float* pcm, int samplesPerChannel, int decodeFec);
    [LibraryImport(Name)] internal static partial nint opus_strerror(int error);

    // A C function of variable arguments. On x86-64 and on ARM64 Linux an integer argument travels as a fixed one would.
    [LibraryImport(Name)] internal static partial int opus_encoder_ctl(nint encoder, int request, int value);

    internal static string ErrorText(int error) => Marshal.PtrToStringUTF8(opus_strerror(error)) ?? "unknown error";
}
