using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Yuv;

/// <summary>
/// A picture in planar YUV 4:2:0 (BT.601, limited range), in aligned native memory: the Y plane, then U, then V, rows without gaps, as ffmpeg's rawvideo yuv420p.
/// Its bytes are undefined until written. One thread writes; any number read afterwards.
/// </summary>
public sealed unsafe class I420Picture : SafeHandle
{
    private const nuint Alignment = 64;

    /// <param name="width">Even, 2 to 4096.</param>
    /// <param name="height">Even, 2 to 4096.</param>
    public I420Picture(int width, int height) : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(IsSize(width) && IsSize(height), true, nameof(width));
        (Width, Height) = (width, height);
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)ByteCount(width, height), Alignment));
        NativeHandles.Made();
    }

    public int Width { get; }

    public int Height { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>All three planes, <see cref="ByteCount"/> bytes.</summary>
    public Span<byte> Bytes => new(Pointer, ByteCount(Width, Height));

    public Span<byte> Y => Bytes[..(Width * Height)];

    public Span<byte> U => Bytes.Slice(Width * Height, Width * Height / 4);

    public Span<byte> V => Bytes[(Width * Height * 5 / 4)..];

    internal byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle;
        }
    }

    internal static bool IsSize(int pixels) => pixels is >= 2 and <= 4096 && pixels % 2 == 0;

    public static int ByteCount(int width, int height) => width * height * 3 / 2;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        NativeHandles.Freed();
        return true;
    }
}
