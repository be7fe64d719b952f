using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Yuv;

/// <summary>What we call in libyuv. Each stride follows its plane; coordinates have been checked before.</summary>
internal static unsafe partial class LibYuv
{
    internal const string Name = "libyuv.so.0";

    [LibraryImport(Name)]
    internal static partial int I420Scale(
        byte* sourceY, int sourceStrideY, byte* sourceU, int sourceStrideU, byte* sourceV, int sourceStrideV, int sourceWidth, int sourceHeight,
        byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int width, int height, int filter);

    [LibraryImport(Name)]
    internal static partial int I420Copy(
        byte* sourceY, int sourceStrideY, byte* sourceU, int sourceStrideU, byte* sourceV, int sourceStrideV,
        byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int width, int height);

    [LibraryImport(Name)]
    internal static partial int I420Rect(
        byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int left, int top, int width, int height, int valueY, int valueU, int valueV);

    [LibraryImport(Name)]
    internal static partial int I420Blend(
        byte* frontY, int frontStrideY, byte* frontU, int frontStrideU, byte* frontV, int frontStrideV,
        byte* backY, int backStrideY, byte* backU, int backStrideU, byte* backV, int backStrideV, byte* alpha, int alphaStride,
        byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int width, int height);

    /// <summary>first * (256 - share) / 256 + second * share / 256.</summary>
    [LibraryImport(Name)]
    internal static partial int I420Interpolate(
        byte* firstY, int firstStrideY, byte* firstU, int firstStrideU, byte* firstV, int firstStrideV,
        byte* secondY, int secondStrideY, byte* secondU, int secondStrideU, byte* secondV, int secondStrideV,
        byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int width, int height, int share);

    [LibraryImport(Name)]
    internal static partial int InterpolatePlane(
        byte* first, int firstStride, byte* second, int secondStride, byte* plane, int stride, int width, int height, int share);

    /// <summary>libyuv names words: its ABGR is the bytes R, G, B, A.</summary>
    [LibraryImport(Name)]
    internal static partial int ABGRToI420(byte* rgba, int stride, byte* y, int strideY, byte* u, int strideU, byte* v, int strideV, int width, int height);

    [LibraryImport(Name)] internal static partial int ARGBExtractAlpha(byte* rgba, int stride, byte* alpha, int alphaStride, int width, int height);

    [LibraryImport(Name)] internal static partial int ARGBUnattenuate(byte* from, int fromStride, byte* to, int toStride, int width, int height);
}
